// An answer as it is read: statements with their marks, what is planned or denied, sources, and what is not in the articles.

import { about, eventChip, mark, openCitation } from "./cite.js";
import { button, foreign, h, icon } from "./dom.js";
import { leadOf, lines, numbered } from "./marks.js";
import { count, day, oneLine } from "./text.js";

/** The claims given so far, one a paragraph, as a language model writes them. */
export function partial(claims) {
  const numbers = numbered(claims);
  return claims.map((claim) => h("p", {}, ...pieceNodes({ text: claim.text, claim }, numbers, true)));
}

/** A whole answer. */
export function whole(answer) {
  const numbers = numbered(answer.claims);
  const more = answer.reason && !answer.text.includes(answer.reason) ? h("p", { text: answer.reason }) : null;
  const parts = [];
  if (answer.status === "not_in_articles") parts.push(...notThere(answer));
  else {
    if (answer.status === "ambiguous") parts.push(banner("unclear", "Which one is meant?"));
    parts.push(...body(answer, numbers), more, sources(answer, numbers));
  }
  return [...parts, ...notes(answer)].filter(Boolean);
}

function banner(shows, text, kind = "") {
  return h("p", { class: `banner ${kind}` }, icon(shows), h("strong", { text }));
}

function body(answer, numbers) {
  const parts = [];
  let list = null;
  const all = lines(answer);
  for (const [at, line] of all.entries()) {
    const isHeading = !line.bullet && !line.pieces.some((piece) => piece.claim) && all[at + 1]?.differs && !all[at + 1].apart;
    const isDiffering = list?.classList.contains("accounts");
    if (isHeading || (line.differs && !isDiffering)) {
      const heading = isHeading ? line.pieces[0].text.replace(/:$/, "") : "The articles differ";
      parts.push(banner("differ", heading, "differs"), (list = h("ul", { class: "statements accounts" })));
      if (isHeading) continue;
    } else if (isDiffering && !line.differs) list = null;
    const nodes = line.pieces.flatMap((piece, at) => pieceNodes(piece, numbers, endsRun(line.pieces, at)));
    if (line.bullet || line.differs) {
      if (!list) parts.push((list = h("ul", { class: "statements" })));
      list.append(h("li", { dir: "auto" }, ...nodes));
    } else {
      list = null;
      parts.push(h("p", { dir: "auto" }, ...nodes));
    }
  }
  return parts;
}

/** Whether the next claim on this line says something else of the event: of "A, B and C, planned" only the last is marked. */
function endsRun(pieces, at) {
  const next = pieces.slice(at + 1).find((piece) => piece.claim);
  return !next || next.claim.event_status !== pieces[at].claim?.event_status;
}

function pieceNodes(piece, numbers, isMarked) {
  if (!piece.claim) {
    const when = /^(\d{4}(?:-\d\d){0,2}): $/.exec(piece.text);
    if (when) return [h("time", { class: "day-lead", datetime: when[1], text: day(when[1]) }), h("span", { class: "hidden-text", text: ": " })];
    const [, source, published] = /^ \((.+?)(?:, (\d{4}-\d\d-\d\d))?\)$/.exec(piece.text) ?? [];
    if (source) return [" ", h("span", { class: "told-by" }, /^\d{4}-\d\d-\d\d$/.test(source) ? day(source) : toldBy(source, published))];
    const quoted = [...numbers.values()].find(({ citation }) => oneLine(citation.quote) === piece.text.trim());
    return [document.createTextNode(piece.text), ...(quoted ? [marks([quoted])] : [])];
  }
  const parted = piece.text === piece.claim.text ? leadOf(piece.claim) : null;
  const said = parted ? [h("strong", { class: "lead", dir: "auto", text: parted.lead }), h("span", { class: "hidden-text", text: ": " }), document.createTextNode(parted.rest)] : [document.createTextNode(piece.text)];
  const chip = isMarked ? eventChip(piece.claim) : null;
  return [...said, marks([...numbered([piece.claim]).keys()].map((key) => numbers.get(key))), ...(chip ? [" ", chip] : [])];
}

/** Who told it and when, as far as that is known. */
export const toldBy = (source, published) => [source && foreign(source), source && published ? " · " : null, published ? day(published) : null];

/** The numbers of these citations, kept on the line of the word before. */
const marks = (cited) => h("span", { class: "marks" }, "\u2060", cited.map(({ number, citation }) => mark(number, citation)));

function sources(answer, numbers) {
  if (!numbers.size) return null;
  const articles = Map.groupBy(numbers.values(), ({ citation }) => citation.article_id);
  const rows = [...articles.values()].map((cited) => {
    const [{ citation }] = cited;
    const whole = h("button", { type: "button", class: "source", on: { click: () => openCitation(citation) } }, about(citation));
    return h("li", {}, h("span", { class: "marks" }, cited.map((one) => mark(one.number, one.citation))), whole);
  });
  return h("section", { class: "sources" }, h("h3", { text: answer.status === "ambiguous" ? "Candidates" : "Sources" }), h("ol", {}, rows));
}

function notThere(answer) {
  const rows = answer.nearest.map((citation) =>
    h(
      "li",
      {},
      h("button", { type: "button", class: "near", on: { click: () => openCitation(citation) } }, foreign(oneLine(citation.quote), "span", { class: "quote" }), about(citation)),
    ),
  );
  return [
    h(
      "div",
      { class: "absent" },
      banner("none", "Not in the articles"),
      h("p", { dir: "auto", text: answer.reason ?? answer.text }),
      rows.length ? h("h3", { text: "Nearest in the articles" }) : null,
      rows.length ? h("ul", { class: "nearest" }, rows) : null,
    ),
  ];
}

/** What a reader should know of how it was written. */
export function notes(given) {
  const dropped = given.dropped ? `${count(given.dropped, "statement was", "statements were")} left out: not carried by what was quoted.` : null;
  return [
    given.note ? h("p", { class: "note warn" }, icon("note"), foreign(given.note, "span")) : null,
    dropped ? h("p", { class: "note" }, icon("note"), h("span", { text: dropped })) : null,
  ].filter(Boolean);
}

/** Who wrote it, in what time, and what it took. */
export function howWritten(given) {
  const seconds = given.timings_ms?.total;
  const by = given.engine === "extractive" ? "In the articles’ own words" : given.engine;
  return [by, seconds ? `${(seconds / 1000).toFixed(1)} s` : null, used(given.usage)].filter(Boolean).join(" · ");
}

function used(usage) {
  if (!usage) return null;
  if (usage.cached === usage.calls) return "answered from earlier replies";
  const cost = usage.cost_usd === null ? "" : usage.cost_usd ? `, $${usage.cost_usd.toFixed(4)}` : ", free";
  return `${usage.input_tokens.toLocaleString("en-GB")} tokens in, ${usage.output_tokens.toLocaleString("en-GB")} out${cost}`;
}

/** What went wrong and how to mend it, with a way to try again. */
export function problem(error, retry = null) {
  return h(
    "div",
    { class: "problem" },
    banner("note", error.what ?? "Something went wrong on this page."),
    error.fix ? h("p", { dir: "auto", text: error.fix }) : null,
    retry ? button("Try again", retry, { shows: "retry" }) : null,
  );
}
