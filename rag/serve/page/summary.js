// Summaries of a topic, of an article, or of all that the filters let through: as prose, bullets, timeline or table.

import { howWritten, notes, problem, toldBy } from "./answer.js";
import { Problem, events } from "./api.js";
import { eventChip, mark } from "./cite.js";
import { announce, button, byId, copyText, foreign, h, icon, isReduced } from "./dom.js";
import { showScope } from "./scope.js";
import { go, library, scopeFields } from "./state.js";
import { count, day, known } from "./text.js";

const LENGTHS = { headline: "Headline", short: "Short", medium: "Medium", long: "Long" };
const FORMATS = { prose: "Prose", bullets: "Points", timeline: "Timeline", table: "Who, what, when, where" };
const STAGES = { gather: "Gathering", read: "Reading", merge: "Putting together", write: "Writing" };

let only = null; // the articles that are to be summarised, where those are chosen: their ids, and what they are
let running = null;
let made = null; // the summary that is shown

/** Put the form there. */
export function showSummaries() {
  const place = h("div", { class: "scope-line", id: "summary-scope" });
  const onlyPlace = h("div", { class: "scope-line", id: "only" });
  byId("summary-view").replaceChildren(
    h(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": "Summary" },
      h(
        "form",
        { class: "summary-form", id: "summary-form", autocomplete: "off", on: { submit: (event) => { event.preventDefault(); if (running) running.abort(); else run(); } } },
        h("h1", { text: "Summarise" }),
        onlyPlace,
        h("label", { class: "field", id: "topic-field" }, h("span", { text: "Topic (else everything)" }), h("input", { name: "query", dir: "auto", maxlength: "2000", placeholder: "the flood, the trade talks, this week" })),
        choice("length", "Length", LENGTHS, "medium"),
        choice("format", "As", FORMATS, "prose", () => made && draw()),
        h("div", { class: "summary-go" }, button("Summarise", null, { kind: "primary", type: "submit", id: "summary-run" }), place),
      ),
      h("div", { id: "summary-out", class: "summary-out" }),
    ),
  );
  showScope(place);
}

/** Summarise this article alone. */
export const summariseArticle = ({ id, title }) => summariseOnly([id], title);

/** Summarise the articles of these ids; `title` says what they are. */
export function summariseOnly(ids, title) {
  only = { ids, title };
  drawOnly();
  go({ view: "summary", article: null, from: null, to: null });
  run();
}

function drawOnly() {
  for (const one of ["topic-field", "summary-scope"]) byId(one).hidden = Boolean(only);
  const away = () => {
    only = null;
    drawOnly();
    byId("summary-form").elements.query.focus();
  };
  byId("only").replaceChildren(
    ...(only ? [h("span", { class: "chip" }, h("span", {}, "Only: ", foreign(only.title)), h("button", { type: "button", "aria-label": `Take away: ${only.title} alone`, on: { click: away } }, icon("close")))] : []),
  );
}

function choice(name, label, options, chosen, onChange = null) {
  return h(
    "fieldset",
    { class: "choice" },
    h("legend", { text: label }),
    Object.entries(options).map(([value, shown]) =>
      h("label", {}, h("input", { type: "radio", name, value, checked: value === chosen, on: onChange ? { change: onChange } : {} }), h("span", { text: shown })),
    ),
  );
}

const chosen = (name) => byId("summary-form").elements[name].value;

async function run() {
  running?.abort();
  const mine = (running = new AbortController());
  const out = byId("summary-out");
  const word = byId("summary-run").querySelector("span");
  const bar = h("progress", { "aria-label": "Progress" });
  const stage = h("p", { class: "faint", text: "Gathering…" });
  out.replaceChildren(h("div", { class: "summary-wait" }, bar, stage));
  word.textContent = "Stop";
  made = null;
  if (out.getBoundingClientRect().top > innerHeight / 2) out.scrollIntoView({ block: "start", behavior: isReduced() ? "instant" : "smooth" });
  const query = chosen("query").trim();
  const asked = {
    ...(only ? { ids: only.ids } : { ...(query && { query }), ...scopeFields() }),
    length: chosen("length"),
    format: chosen("format"),
  };
  try {
    for await (const { event, data } of events("/api/summaries", asked, mine.signal)) {
      if (event === "progress") {
        stage.textContent = `${STAGES[data.stage] ?? "Working"}${data.total > 1 ? `: ${data.done} of ${data.total}` : "…"}`;
        if (data.total) [bar.max, bar.value] = [data.total, data.done];
      } else if (event === "summary") made = data;
    }
    if (!made) throw new Problem({ title: "The summary broke off.", fix: "Try again." });
    draw();
    announce(`Summary of ${count(made.articles.length, "article")} is ready.`);
  } catch (error) {
    if (running !== mine) return;
    if (mine.signal.aborted) out.replaceChildren(h("div", { class: "stopped" }, h("p", { text: "Stopped." })));
    else out.replaceChildren(problem(library.total === 0 ? { what: error.what, fix: "Add some first." } : error, run));
  } finally {
    if (running === mine) {
      running = null;
      word.textContent = "Summarise";
    }
  }
}

function draw() {
  const numbers = new Map(made.articles.map((one, at) => [one.id, at + 1]));
  const format = chosen("format");
  const shown = { prose: () => stories(numbers, false), bullets: () => stories(numbers, true), timeline: () => timeline(numbers), table: () => table(numbers) }[format]();
  const isTold = format === "prose" || format === "bullets";
  byId("summary-out").replaceChildren(
    h(
      "article",
      { class: "summary" },
      foreign(made.title.replace(/\b\d{4}-\d\d-\d\d\b/g, day), "h2"),
      h("div", { class: "summary-text" }, shown),
      isTold || format === "table" ? made.disagreements.map((one) => differing(one, numbers)) : [],
      covered(numbers),
      notes(made),
      h("div", { class: "turn-foot" }, h("p", { class: "faint", text: howWritten(made) }), h("div", { class: "turn-actions" }, button("Copy with sources", copy, { shows: "copy", kind: "quiet small" }))),
    ),
  );
}

function told(claim, numbers) {
  const first = new Map(claim.citations.map((citation) => [citation.article_id, citation]).reverse());
  const marks = [...first.values()].reverse().map((citation) => mark(numbers.get(citation.article_id), citation));
  const chip = eventChip(claim);
  return [document.createTextNode(claim.text), h("span", { class: "marks" }, "\u2060", marks), ...(chip ? [" ", chip] : [])];
}

function stories(numbers, asList) {
  return made.storylines.map((story) => {
    const head = made.storylines.length > 1 ? foreign(story.title, "h3") : null;
    const body = asList
      ? h("ul", { class: "statements" }, story.sentences.map((claim) => h("li", { dir: "auto" }, told(claim, numbers))))
      : h("p", { dir: "auto" }, story.sentences.flatMap((claim, at) => [at ? " " : null, ...told(claim, numbers)]));
    return h("section", {}, head, body);
  });
}

function timeline(numbers) {
  if (!made.timeline.length) return h("p", { class: "faint", text: "The articles date nothing of this." });
  return h("ol", { class: "timeline" }, made.timeline.map(({ when, claim }) => h("li", {}, h("time", { datetime: when, text: day(when) }), h("p", { dir: "auto" }, told(claim, numbers)))));
}

function table(numbers) {
  if (!made.facts.length) return h("p", { class: "faint", text: "Nothing that fits a table." });
  const cell = (name, ...content) => h("td", { "data-name": name, dir: "auto" }, ...content);
  return h(
    "div",
    { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Who, what, when, where" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ["Who", "What", "When", "Where"].map((name) => h("th", { scope: "col", text: name })))),
      h("tbody", {}, made.facts.map((fact) => h("tr", {}, cell("Who", fact.who.join(", ")), cell("What", ...told(fact.what, numbers)), cell("When", fact.when ?? ""), cell("Where", fact.where.join(", "))))),
    ),
  );
}

function differing(one, numbers) {
  return h(
    "section",
    { class: "differing" },
    h("h3", { class: "banner differs" }, icon("differ"), h("span", {}, "The articles differ: ", foreign(one.about))),
    h(
      "ul",
      { class: "statements accounts" },
      one.claims.map((claim, at) => h("li", { dir: "auto" }, h("strong", { class: "lead", text: one.figures[at] }), ...told(claim, numbers), " ", h("span", { class: "told-by" }, toldBy(claim.citations[0].source, claim.citations[0].published)))),
    ),
  );
}

function covered(numbers) {
  const more = made.left_out ? h("p", { class: "note warn" }, icon("note"), h("span", { text: `${made.left_out.toLocaleString("en-GB")} more left out: choose a topic, days or sources.` })) : null;
  const rows = made.articles.map((one) =>
    h("li", {}, h("span", { class: "number", text: numbers.get(one.id) }), h("button", { type: "button", class: "source", on: { click: () => go({ article: one.id, from: null, to: null }) } }, h("span", { class: "about" }, foreign(one.title, "span", { class: "about-title" }), " ", h("span", { class: "about-more" }, toldBy(one.source, one.published))))),
  );
  return h("section", { class: "sources" }, h("h3", { text: "Articles" }), h("ol", {}, rows), more);
}

function copy() {
  const cited = made.articles.map((one, at) => `[${at + 1}] ${known(one)}`);
  const text = [made.title, "", made.text, "", "Articles", ...cited].join("\n");
  copyText(text);
}
