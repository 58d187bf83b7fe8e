// What a page must be, whatever it shows: no finding of axe, nothing wider than the screen, one language and direction.

import { mkdirSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const told = violations.map((found) => {
    const where = found.nodes.slice(0, 3).map((node) => `      ${node.target.join(" ")}\n        ${node.html.slice(0, 200)}`);
    return `    ${found.id}: ${found.help}\n${where.join("\n")}`;
  });
  if (told.length > 0) throw new Error(`axe on ${page.url()}:\n${told.join("\n")}`);
}

export async function fits(page, width = 320) {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 700 });
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return null;
    const out = [...document.querySelectorAll("body *")].find((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > limit + 1 || box.left < -1);
    });
    return out ? out.outerHTML.slice(0, 200) : "something";
  });
  await page.setViewportSize(before);
  if (wide) throw new Error(`${page.url()} is wider than ${width} px: ${wide}`);
}

export async function speaks(page, language) {
  const [lang, dir] = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir || "ltr"]);
  const expected = language === "ar" ? "rtl" : "ltr";
  if (lang !== language || dir !== expected) throw new Error(`${page.url()} says lang=${lang} dir=${dir}`);
}

// Pictures for people to look at: every width, light and dark.
export async function shoot(page, folder, name) {
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const width of [320, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}
