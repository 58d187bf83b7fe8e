// The browser of these tests: Debian's Chromium, or what CHROMIUM names. Whatever a page complains about is a failure.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const KNOWN = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"];

export async function launch() {
  const executablePath = KNOWN.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("no Chromium: apt-get install chromium, or set CHROMIUM to its path");
  // As root there is no sandbox; in containers /dev/shm is small.
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

// One person at one device. `complaints` gathers what the console and failed requests said.
export async function person(browser, base, { js = true, language = "en", ...more } = {}) {
  const context = await browser.newContext({ baseURL: base, javaScriptEnabled: js, locale: language, ...more });
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error}`));
  page.on("response", (response) => {
    if (response.status() >= 500) complaints.push(`${response.url()}: ${response.status()}`);
    if (!response.url().startsWith(base)) complaints.push(`asked a third party: ${response.url()}`);
  });
  return { context, page, complaints };
}
