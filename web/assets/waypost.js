// Makes pages that already work a little easier: nothing here is needed for any task.
// No inline handlers, no eval; every word comes from the page.

const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// Times, when the server does not know the reader's zone.
const format = new Intl.DateTimeFormat(root.lang, {
  dateStyle: "long", timeStyle: "short", numberingSystem: "latn",
});
function localTime(time) {
  const local = format.format(new Date(time.dateTime));
  if (time.textContent === time.title) time.textContent = local;
  time.title = local;
}

// Leaving with an unsent text asks first.
const sent = new WeakSet();
const dirty = (form) =>
  !sent.has(form) && all("textarea", form).some((area) => area.value !== area.defaultValue);
addEventListener("beforeunload", (event) => {
  if (all("form[data-guard]").some(dirty)) event.preventDefault();
});
addEventListener("submit", (event) => {
  if (!event.defaultPrevented) sent.add(event.target);
});
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
    event.target.form.requestSubmit();
  }
});

// The editor: toolbar, and a preview without leaving the page.
const wrap = (mark) => (text) => [mark + text + mark, mark.length];
const lines = (prefix) => (text) =>
  [text.split("\n").map((line, at) => prefix(at) + line).join("\n"), prefix(0).length];
const tools = {
  bold: wrap("**"),
  italic: wrap("*"),
  code: (text) => (text.includes("\n") ? ["```\n" + text + "\n```", 4] : ["`" + text + "`", 1]),
  heading: lines(() => "## "),
  quote: lines(() => "> "),
  list: lines(() => "- "),
  numbers: lines((at) => `${at + 1}. `),
  link: (text) => (/^https?:/.test(text) ? [`[](${text})`, 1] : [`[${text}](https://)`, 1]),
};
const perLine = new Set(["heading", "quote", "list", "numbers"]);

function apply(area, tool) {
  let { selectionStart: start, selectionEnd: end } = area;
  if (perLine.has(tool)) start = area.value.lastIndexOf("\n", start - 1) + 1;
  const text = area.value.slice(start, end);
  const [made, before] = tools[tool](text);
  area.focus();
  area.setSelectionRange(start, end);
  // insertText keeps the browser's undo; where it is gone, the text still changes.
  if (!document.execCommand?.("insertText", false, made)) area.setRangeText(made);
  area.setSelectionRange(start + before, start + before + text.length);
}

function ready(editor) {
  const area = editor.querySelector("textarea");
  const bar = editor.querySelector(".toolbar");
  bar.hidden = false;
  const buttons = all("button", bar);
  buttons.forEach((button, at) => { button.tabIndex = at ? -1 : 0; });
  bar.addEventListener("keydown", (event) => {
    const forward = root.dir === "rtl" ? -1 : 1;
    const step = { ArrowRight: forward, ArrowLeft: -forward }[event.key];
    if (!step) return;
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
  });
  bar.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-tool]")?.dataset.tool;
    if (tool) apply(area, tool);
  });
  area.addEventListener("keydown", (event) => {
    const tool = (event.ctrlKey || event.metaKey) && { b: "bold", i: "italic", k: "link" }[event.key];
    if (!tool) return;
    event.preventDefault();
    apply(area, tool);
  });

  const shown = Object.assign(document.createElement("div"), { className: "body shown", dir: "auto", hidden: true });
  area.after(shown);
  const toggle = editor.querySelector("[data-write]");
  const words = [toggle.textContent, toggle.dataset.write];
  toggle.addEventListener("click", async (event) => {
    event.preventDefault();
    if (shown.hidden) {
      const body = new URLSearchParams({ csrf: area.form.elements.csrf?.value ?? "", text: area.value });
      const answer = await fetch(editor.dataset.preview, { method: "POST", body }).catch(() => null);
      if (!answer?.ok) return sendWithout(toggle, area.form);
      shown.innerHTML = await answer.text();
    }
    shown.hidden = !shown.hidden;
    area.hidden = bar.hidden = !shown.hidden;
    toggle.textContent = words[shown.hidden ? 0 : 1];
  });
}

// The way a browser without this script would go.
function sendWithout(button, form) {
  sent.add(form);
  const named = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
  form.append(named);
  form.submit();
}

// Passwords can be seen while they are typed.
function showable(input) {
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "button", textContent: input.dataset.show,
  });
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", String(show));
  });
  const pair = Object.assign(document.createElement("div"), { className: "with-show" });
  input.replaceWith(pair);
  pair.append(input, button);
}

// Uploads say how far they are.
function upload(form) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !all("input[type=file]", form).some((input) => input.files.length)) return;
    event.preventDefault();
    sent.add(form);
    const data = new FormData(form, event.submitter);
    const bar = document.createElement("progress");
    const note = Object.assign(document.createElement("div"), { className: "sending", role: "status" });
    const text = document.createElement("span");
    bar.max = 100;
    bar.value = 0;
    bar.ariaLabel = text.textContent = form.dataset.upload;
    note.append(text, bar);
    form.append(note);
    const buttons = all("button", form);
    buttons.forEach((button) => { button.disabled = true; });
    const undo = () => {
      note.remove();
      buttons.forEach((button) => { button.disabled = false; });
      sent.delete(form);
    };
    const request = new XMLHttpRequest();
    let told = -1;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = (loaded / total) * 100;
      const tenth = Math.floor(loaded / total * 10);
      if (tenth > told) text.textContent = `${form.dataset.upload} ${(told = tenth) * 10} %`;
    });
    request.addEventListener("load", () => {
      if (request.status < 300 && request.responseURL && request.responseURL !== form.action) {
        location.assign(request.responseURL);
        return;
      }
      // Faults: the page that came back holds what was typed; the chosen files stay ours to keep.
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = page.querySelector("main");
      if (!main) return undo();
      const files = all("input[type=file]", form).filter((input) => input.files.length);
      document.querySelector("main").replaceWith(main);
      for (const input of files) {
        const fresh = document.getElementById(input.id);
        if (fresh) fresh.files = input.files;
      }
      enhance(main);
    });
    request.addEventListener("error", undo);
    request.open("POST", form.action);
    request.send(data);
  });
}

// What cannot be taken back asks first.
addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-confirm]");
  if (!button || button.dataset.sure) return;
  event.preventDefault();
  const dialog = document.createElement("dialog");
  const question = Object.assign(document.createElement("p"), { textContent: button.dataset.confirm, id: "question" });
  const form = Object.assign(document.createElement("form"), { method: "dialog", className: "actions" });
  const answer = (value, text, look) =>
    Object.assign(document.createElement("button"), { value, textContent: text, className: `button ${look}` });
  form.append(answer("", button.dataset.no, ""), answer("yes", button.textContent.trim(), "danger"));
  dialog.setAttribute("aria-labelledby", "question");
  dialog.append(question, form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return button.focus();
    button.dataset.sure = "1";
    button.click();
  });
  document.body.append(dialog);
  dialog.showModal();
});

// Copy buttons show up only where they can work.
function copyable(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.setAttribute("aria-pressed", "true");
  });
}

function enhance(part) {
  all("time[data-local]", part).forEach(localTime);
  all(".editor", part).forEach(ready);
  all("input[data-show]", part).forEach(showable);
  all("form[data-upload]", part).forEach(upload);
  all("button[data-copy]", part).forEach(copyable);
  // After faults or a preview: start reading there.
  part.querySelector("[data-focus]")?.focus();
}
enhance(document);

// Menus close as people expect.
addEventListener("click", (event) => {
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Shortcuts of one key, which can be switched off (WCAG 2.1.4).
const keys = document.getElementById("keys");
const choice = keys?.querySelector("[data-keys]");
const kept = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };
if (choice) {
  choice.checked = kept();
  choice.addEventListener("change", () => {
    try { localStorage.setItem("keys", choice.checked ? "on" : "off"); } catch { /* a private window */ }
  });
}
addEventListener("keydown", (event) => {
  if (!kept() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector(".find input")?.focus();
  } else if (event.key === "?") {
    keys?.showModal();
  }
});
