// The first hour of a hub, in a browser: its administrator, an invited member, one who asks to join; a post, a resource
// with a PDF, a reply, a like, an edit, a withdrawal, the way out.
//   node walk.mjs BASE SETUP-LINK MAIL-FOLDER js|nojs [SHOTS-FOLDER]
// With JavaScript every page that is met is also looked at (look.mjs), the main ones in Arabic too.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { launch, person } from "./chrome.mjs";
import { accessible, fits, shoot, speaks } from "./look.mjs";

const [base, setup, mails, mode, shots] = process.argv.slice(2);
const js = mode === "js";
const PASSWORD = "a long walk home";
let passed = 0;
let current = null;
const findings = new Map();

const browser = await launch();
const everyone = [];

async function meet(more = {}) {
  const somebody = await person(browser, base, { js, ...more });
  everyone.push(somebody);
  return somebody.page;
}

async function step(name, page, work) {
  current = { name, page };
  const result = await work(page);
  if (js) await look(page);
  passed += 1;
  console.log(`ok: ${name}`);
  return result;
}

// What a look finds is told at the end, all of it, once for each kind of page.
async function look(page, language = "en") {
  for (const rule of [(page) => speaks(page, language), accessible, fits]) {
    await rule(page).catch((error) => findings.set(`${language} ${current.name}\n${error.message}`, true));
  }
}

// Fills fields by name and presses the form's main button.
async function send(page, action, fields = {}, files = {}) {
  const form = page.locator(`form[action="${action}"]`).first();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`).first();
    const kind = await field.evaluate((element) => (element.tagName === "SELECT" ? "select" : element.type));
    if (kind === "select") await field.selectOption(value);
    else if (kind === "radio" || kind === "checkbox") await form.locator(`[name="${name}"][value="${value}"]`).check();
    else await field.fill(value);
  }
  for (const [name, file] of Object.entries(files)) await form.locator(`[name="${name}"]`).setInputFiles(file);
  const main = form.locator("button.main");
  await (await main.count() ? main.first() : form.locator("button").first()).click();
  // With JavaScript a form may ask back before it goes.
  const dialog = page.locator("dialog[open] button.danger, dialog[open] button.main");
  if (js && (await dialog.count()) > 0) await dialog.first().click();
  await page.waitForLoadState("load");
}

function shows(page, text) {
  return page.getByText(text).first().waitFor();
}

function path(page) {
  return new URL(page.url()).pathname;
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

// The newest mail to an address, as text, its quoted-printable undone.
async function mailTo(address) {
  for (let tries = 0; tries < 200; tries += 1) {
    const letters = readdirSync(mails, { withFileTypes: true })
      .filter((entry) => entry.name.endsWith(".eml"))
      .map((entry) => readFileSync(join(mails, entry.name), "latin1"))
      .filter((letter) => new RegExp(`^To:.*${address}`, "im").test(letter));
    if (letters.length > 0) return letters.at(-1).replace(/=\r?\n/g, "").replace(/=3D/gi, "=");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no mail to ${address} within 10 s`);
}

// The smallest PDF that has a page.
function pdf() {
  const parts = ["%PDF-1.4\n"];
  const offsets = [];
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << >> >>",
  ];
  for (const [index, object] of objects.entries()) {
    offsets.push(parts.join("").length);
    parts.push(`${index + 1} 0 obj\n${object}\nendobj\n`);
  }
  const start = parts.join("").length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  parts.push(`xref\n0 4\n0000000000 65535 f \n${rows}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  return { name: "reintegration-manual.pdf", mimeType: "application/pdf", buffer: Buffer.from(parts.join(""), "latin1") };
}

async function settle(page) {
  await send(page, "/welcome");
  await send(page, "/welcome/digest");
}

async function walk() {
  const admin = await meet();
  await step("a visitor sees the home page", admin, (page) => page.goto("/"));
  await step("the setup link opens", admin, (page) => page.goto(setup));
  await step("the first administrator is made", admin, async (page) => {
    await send(page, new URL(setup).pathname, {
      name: "Halima Diallo",
      handle: "halima",
      email: "halima@example.org",
      password: PASSWORD,
    });
    expect(path(page).startsWith("/welcome"), `led to ${page.url()}`);
  });
  await step("the administrator chooses groups and digest", admin, settle);

  await step("an invitation is sent", admin, async (page) => {
    await page.goto("/invites");
    await send(page, "/invites", { email: "bela@example.org", note: "Case worker in Tunis" });
    await shows(page, "Case worker in Tunis");
  });
  const bela = await meet();
  const link = await step("the invited one opens the link in the mail", bela, async (page) => {
    const found = (await mailTo("bela@example.org")).match(/\/invite\/[A-Za-z0-9_-]{10,}/);
    expect(found, "the mail has no link");
    await page.goto(found[0]);
    return found[0];
  });
  await step("the invited one joins", bela, async (page) => {
    await send(page, link, { name: "Béla Trabelsi", handle: "bela", password: PASSWORD });
    await settle(page);
  });

  const carmen = await meet();
  await step("somebody asks to join", carmen, async (page) => {
    await page.goto("/register");
    await send(page, "/register", {
      name: "Carmen Rojas",
      handle: "carmen",
      email: "carmen@example.org",
      password: PASSWORD,
      organisation: "Casa del Retorno",
      reason: "I counsel families who come back to Tegucigalpa.",
    });
    expect(path(page) === "/register/sent", `led to ${page.url()}`);
  });
  await step("the address is confirmed by mail", carmen, async (page) => {
    const letter = await mailTo("carmen@example.org");
    const confirm = letter.match(/\/confirm\/[A-Za-z0-9_-]+/);
    expect(confirm, "the mail has no link");
    await page.goto(confirm[0]);
    await send(page, confirm[0]);
  });
  await step("the administrator approves", admin, async (page) => {
    await page.goto("/admin/requests");
    await shows(page, "Carmen Rojas");
    await page.locator('form[action$="/approval"] button').first().click();
    await page.waitForLoadState("load");
  });
  await step("the new member signs in", carmen, async (page) => {
    await page.goto("/sign-in");
    await send(page, "/sign-in", { email: "carmen@example.org", password: PASSWORD });
    if (path(page).startsWith("/welcome")) await settle(page);
  });
  await step("the new member joins a group", carmen, async (page) => {
    await page.goto("/groups/welcome");
    const join = page.locator('form[action="/groups/welcome/membership"] button');
    if (await join.count()) {
      await join.first().click();
      await page.waitForLoadState("load");
    }
    await page.locator('form[action="/groups/welcome/departure"]').first().waitFor();
  });
  const post = await step("the new member posts", carmen, async (page) => {
    await page.goto("/groups/welcome/posts/new");
    await send(page, "/groups/welcome/posts", {
      title: "How do you find shops that take apprentices?",
      body: "We ask each *cooperative* once a year. What do you do?",
      language: "en",
    });
    await shows(page, "How do you find shops that take apprentices?");
    expect(path(page).startsWith("/posts/"), `led to ${page.url()}`);
    return path(page);
  });
  const resource = await step("the new member shares a publication with a PDF", carmen, async (page) => {
    await page.goto("/library/new");
    await send(
      page,
      "/library",
      { title: "Reintegration manual for municipal offices", type: "manual", year: "2024", body: "Forms and steps." },
      { files: pdf() },
    );
    await shows(page, "Reintegration manual for municipal offices");
    return path(page);
  });
  await step("the publication is found and its file opens", bela, async (page) => {
    // The index follows a moment behind.
    const found = page.getByText("Reintegration manual for municipal offices").first();
    const until = Date.now() + 15000;
    do await page.goto("/library?q=municipal");
    while (!(await found.isVisible()) && Date.now() < until);
    await found.waitFor();
    await page.goto(resource);
    const href = await page.locator('a[href^="/files/"], a[href*="/files/"]').first().getAttribute("href");
    const file = await page.request.get(href);
    expect(file.status() === 200 && file.headers()["content-type"].startsWith("application/pdf"), "no PDF came");
  });
  await step("another member replies", bela, async (page) => {
    await page.goto(post);
    await send(page, `${post}/replies`, { body: "We keep a list by street and call before we come." });
    await shows(page, "We keep a list by street");
  });
  await step("another member likes", bela, async (page) => {
    await page.goto(post);
    await page.locator(`form[action="${post}/reaction"] button`).first().click();
    await page.locator(`form[action="${post}/reaction"] button[aria-pressed="true"]`).first().waitFor();
  });
  await step("the author edits", carmen, async (page) => {
    await page.goto(`${post}/edit`);
    await send(page, `${post}/edit`, { title: "How do you find workshops that take apprentices?" });
    await shows(page, "How do you find workshops");
    await page.goto(`${post}/history`);
    await shows(page, "How do you find shops");
  });
  await step("another member reports the post", bela, async (page) => {
    await page.goto(`${post}/report`);
    await send(page, `${post}/report`, { reason: `It sells papers: ${"w".repeat(120)}` });
    await shows(page, "It was reported");
  });
  const server = `${"very-".repeat(10)}long.example`;
  await step("the administrator takes a list of servers over", admin, async (page) => {
    await page.goto("/admin/hubs/lists");
    await send(page, "/admin/hubs/lists", { which: "partner", text: `${server}\n${"w".repeat(100)}*.example` });
    await shows(page, "1 server was taken over");
  });
  await step("the administrator looks at a ban", admin, async (page) => {
    await page.goto("/moderation");
    await page.goto(await page.locator('a[href*="/bans/"]').first().getAttribute("href"));
  });
  const pages = {
    home: "/",
    groups: "/groups",
    group: "/groups/welcome",
    thread: post,
    report: `${post}/report`,
    compose: "/groups/welcome/posts/new",
    library: "/library",
    resource,
    contribute: "/library/new",
    spotlight: "/spotlight",
    search: "/search?q=manual",
    notices: "/notices",
    settings: "/settings",
    mail: "/settings/mail",
    sessions: "/settings/sessions",
    member: "/people/bela",
    about: "/about",
  };
  if (js) {
    await lookAt(bela, pages, "en");
    const ofAdmins = {
      admin: "/admin",
      members: "/admin/members",
      requests: "/admin/requests",
      invites: "/invites",
      hubs: "/hubs",
      groupform: "/groups/new",
      articleform: "/spotlight/new",
      reports: "/moderation",
      bans: "/groups/welcome/bans",
      groupmembers: "/groups/welcome/members",
      servers: "/admin/hubs",
      server: `/admin/hubs/${server}`,
      partners: "/admin/partners",
      lists: "/admin/hubs/lists",
      queues: "/admin/queues",
      deliveries: `${post}/deliveries`,
    };
    await lookAt(admin, ofAdmins, "en");
    await lookAt(await meet({ language: "ar" }), { "visitor-home": "/", "visitor-register": "/register", "visitor-sign-in": "/sign-in" }, "ar");
    await inArabic(bela, pages);
  }
  await step("the administrator leaves the post where it is", admin, async (page) => {
    await page.goto("/moderation");
    await page.locator('form[action^="/moderation/"] button').first().click();
    await shows(page, "Nothing is reported");
  });
  await step("the author withdraws the post, its replies stay", carmen, async (page) => {
    await page.goto(`${post}/withdrawal`);
    await send(page, `${post}/withdrawal`);
    await page.goto(post);
    expect(!(await page.content()).includes("We ask each"), "the withdrawn words are still there");
    await shows(page, "We keep a list by street");
  });
  await step("the author signs out", carmen, async (page) => {
    await page.goto("/");
    const out = page.locator('form[action="/sign-out"] button');
    if (!(await out.first().isVisible())) await page.locator("summary", { has: page.locator("xpath=..//form[@action='/sign-out']") }).first().click().catch(() => null);
    await out.first().click();
    await page.waitForLoadState("load");
    await page.goto("/notices");
    expect(path(page) === "/sign-in", `a visitor got ${page.url()}`);
  });
}

async function lookAt(page, pages, language) {
  for (const [name, address] of Object.entries(pages)) {
    current = { name: `${name} in ${language}`, page };
    const answer = await page.goto(address);
    expect(answer.status() === 200, `${address} answered ${answer.status()}`);
    await look(page, language);
    if (shots) await shoot(page, `${shots}/${language}`, name);
    passed += 1;
  }
}

async function inArabic(page, pages) {
  current = { name: "the language is changed", page };
  await page.goto("/settings/mail");
  await send(page, "/settings/mail", { language: "ar" });
  await lookAt(page, pages, "ar");
}

let failed = 0;
try {
  await walk();
  for (const { complaints } of everyone) {
    current = { name: "no page complained", page: everyone[0].page };
    // A refused form answers 422, which the console calls an error.
    const real = complaints.filter((text) => !/status of (401|403|404|422)/.test(text));
    expect(real.length === 0, real.join("\n"));
  }
} catch (error) {
  failed += 1;
  console.log(`FAILED: ${current?.name} at ${current?.page.url()}\n${error.stack ?? error}`);
  const text = await current?.page.locator("main").innerText({ timeout: 2000 }).catch(() => "");
  console.log(`--- the page said:\n${text}`);
  if (shots) await current?.page.screenshot({ path: `${shots}/failed-${mode}.png`, fullPage: true }).catch(() => null);
} finally {
  await browser.close();
}
for (const finding of findings.keys()) console.log(`FAILED: ${finding}`);
failed += findings.size;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
