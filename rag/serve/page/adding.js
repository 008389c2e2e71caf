// Adding articles: files that are chosen, dropped or pasted, a text, the samples; what became of each of them.

import { call } from "./api.js";
import { open } from "./dialogs.js";
import { announce, button, byId, foreign, h, icon } from "./dom.js";
import { tell } from "./state.js";
import { count } from "./text.js";

const AT_ONCE = 10; // files in one request
const BYTES_AT_ONCE = 8_000_000;
const ACCEPTED = ".txt,.text,.md,.markdown,.html,.htm,.pdf,.json,.jsonl,.ndjson";
const OUTCOMES = { added: ["check", "Added"], updated: ["check", "New version"], unchanged: ["check", "Already there"], failed: ["note", "Not added"] };

let adding = Promise.resolve(); // one after the other

/** Let files be chosen, and add them. */
export function chooseFiles() {
  const input = h("input", { type: "file", multiple: true, accept: ACCEPTED, "aria-label": "Files to add" });
  input.addEventListener("change", () => addFiles([...input.files]));
  input.click();
}

/** Add these files, some at a time; each is told of in the panel. */
export function addFiles(files) {
  if (!files.length) return;
  tell("adding");
  const shown = progress(count(files.length, "file"), files.length);
  adding = adding.then(async () => {
    for (const batch of batches(files)) {
      const form = new FormData();
      for (const one of batch) form.append("files", one, one.webkitRelativePath || one.name);
      try {
        const { results } = await call("/api/articles/upload", { method: "POST", form });
        for (const result of results) shown.told(result.article?.title ?? result.file, result.outcome, result.error);
      } catch (error) {
        for (const one of batch) shown.told(one.name, "failed", error);
      }
      shown.step(batch.length);
      tell("articles");
    }
    shown.end();
  });
}

function batches(files) {
  const made = [];
  let size = 0;
  const most = files.length <= 2 * AT_ONCE ? 1 : AT_ONCE; // of a few, each is told of as it comes
  for (const one of files) {
    const last = made.at(-1);
    if (last && last.length < most && size + one.size <= BYTES_AT_ONCE) last.push(one);
    else {
      made.push([one]);
      size = 0;
    }
    size += one.size;
  }
  return made;
}

/** Add the sample articles; `pressed` is the button that asked for them. */
export async function addSamples(pressed) {
  if (pressed.getAttribute("aria-disabled") === "true") return;
  pressed.setAttribute("aria-disabled", "true");
  tell("adding");
  const shown = progress("The sample articles");
  const counted = setInterval(async () => {
    const { total } = await call("/api/articles?limit=1").catch(() => ({}));
    if (!total) return;
    shown.say(`${count(total, "article")} so far`);
    tell("articles");
  }, 1500);
  try {
    const { results } = await call("/api/articles/samples", { method: "POST" });
    for (const result of results) shown.told(result.article?.title ?? result.file, result.outcome, result.error);
    shown.end();
  } catch (error) {
    shown.told("The sample articles", "failed", error);
    shown.end();
    pressed.removeAttribute("aria-disabled");
  } finally {
    clearInterval(counted);
    tell("articles");
  }
}

/** Ask for one article as text; `text` is what was pasted. */
export async function pasteText(text = "") {
  const field = (label, props, wide = false) => h("label", { class: wide ? "field grow" : "field" }, h("span", { text: label }), h("input", { dir: "auto", ...props }));
  const given = await open(
    "Add an article",
    (done) => [
      h("label", { class: "field" }, h("span", { text: "Text" }), h("textarea", { name: "text", rows: "9", required: true, dir: "auto", autofocus: !text, text })),
      field("Title (else its first line)", { name: "title", maxlength: "1000", autofocus: Boolean(text) }),
      h("div", { class: "pair" }, field("Source", { name: "source", maxlength: "500" }, true), field("Published", { name: "published", type: "date" })),
      h("div", { class: "actions" }, button("Cancel", () => done(null)), button("Add", null, { kind: "primary", type: "submit" })),
    ],
    {
      wide: true,
      submit: (form) => Object.fromEntries(["text", "title", "source", "published"].map((name) => [name, form.elements[name].value.trim()]).filter(([, value]) => value)),
    },
  );
  if (!given?.text) return;
  tell("adding");
  const shown = progress("The text", 1);
  adding = adding.then(async () => {
    try {
      const { outcome, article } = await call("/api/articles", { method: "POST", json: given });
      shown.told(article.title, outcome);
    } catch (error) {
      shown.told(given.title ?? "The text", "failed", error);
    }
    shown.step(1);
    shown.end();
    tell("articles");
  });
}

/** A box in the panel that tells how far it is and what became of each; without `total` nobody knows how far. */
function progress(title, total = null) {
  const bar = h("progress", { "aria-label": `Adding: ${title}`, max: total });
  const about = h("p", { class: "adding-about", text: total ? `0 of ${total}` : "This takes some seconds." });
  const results = h("ul", { class: "results" });
  const away = button("Dismiss", () => box.remove(), { shows: "close", wordless: true, hidden: true });
  const box = h("div", { class: "adding" }, h("div", { class: "adding-head" }, h("h3", { text: title }), away), bar, about, results);
  byId("adding").prepend(box);
  const counts = {};
  let done = 0;
  return {
    say: (text) => (about.textContent = text),
    step(by) {
      done += by;
      bar.value = done;
      about.textContent = `${done} of ${total}`;
    },
    told(name, outcome, error = null) {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      const [shows, word] = OUTCOMES[outcome];
      const row = h("li", { class: outcome }, icon(shows), h("div", {}, foreign(name, "p", { class: "result-name" }), h("p", { class: error ? "hidden-text" : "faint", text: word }), error ? h("p", { class: "result-error", dir: "auto", text: [error.what, error.fix].filter(Boolean).join(" ") }) : null));
      results.insertBefore(row, outcome === "failed" ? results.querySelector("li:not(.failed)") : null); // what needs a hand is seen first
    },
    end() {
      bar.remove();
      away.hidden = false;
      const words = { added: "added", updated: "updated", unchanged: "already there", failed: "not added" };
      about.textContent = Object.entries(words).filter(([name]) => counts[name]).map(([name, word]) => `${counts[name].toLocaleString("en-GB")} ${word}`).join(", ") || "Nothing to add.";
      announce(`${title}: ${about.textContent}`);
    },
  };
}

/** Take what is dropped or pasted anywhere on the page. */
export function watchDrops() {
  const cover = byId("drop");
  let inside = 0;
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  const drag = (type, heard) => addEventListener(type, (event) => holdsFiles(event) && (event.preventDefault(), heard(event)));
  const show = (isShown) => (cover.hidden = !isShown);
  drag("dragenter", () => show((inside += 1) > 0));
  drag("dragleave", () => show((inside -= 1) > 0));
  drag("dragover", (event) => (event.dataTransfer.dropEffect = "copy"));
  drag("drop", (event) => {
    inside = 0;
    show(false);
    addFiles([...event.dataTransfer.files]);
  });
  addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) {
      event.preventDefault();
      addFiles([...event.clipboardData.files]);
    } else if (!event.target.closest?.("input, textarea, dialog")) {
      const text = event.clipboardData.getData("text/plain");
      if (text.trim()) pasteText(text);
    }
  });
}
