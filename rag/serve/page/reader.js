// The article beside the conversation, the sentence cited highlighted and in view.

import { problem } from "./answer.js";
import { call } from "./api.js";
import { citationAt, citationOf, currentMark, hideCard } from "./cite.js";
import { confirm } from "./dialogs.js";
import { announce, button, byId, copyText, foreign, h, icon, isReduced, toast } from "./dom.js";
import { go, hear, route, tell } from "./state.js";
import { day, known, oneLine, paragraphs, placeOf, unitOf, webAddress } from "./text.js";

let article = null; // the one that is shown
let range = null; // what is highlighted in it
let place = ""; // the address of both
let wanted = 0;
let from = null; // what had the focus before it opened
let summarise = () => {};

/** Show what the address says, now and whenever it changes. `onSummarise` is called with an article. */
export function showReader(onSummarise) {
  summarise = onSummarise;
  hear("route", follow);
  hear("cited", () => article && draw(byId("reader"), range, false));
  hear("shown", () => {
    place = ""; // what is cited beside it is known only now
    follow();
  });
  return follow();
}

export const isOpen = () => !byId("reader").hidden;

export function closeReader() {
  if (!isOpen()) return false;
  go({ article: null, from: null, to: null });
  return true;
}

async function follow() {
  const reader = byId("reader");
  const { article: id, from: start, to: end } = route();
  if (!id) {
    if (reader.hidden) return;
    reader.hidden = true;
    reader.replaceChildren();
    [article, place] = [null, ""];
    inPlace(() => tell("reader"));
    citationAt(null, null);
    if (from?.isConnected) from.focus();
    hideCard(); // it was asked for before
    from = null;
    return;
  }
  if (place === `${id} ${start} ${end}`) return; // something else in the address has changed
  place = `${id} ${start} ${end}`;
  const turn = ++wanted;
  if (reader.hidden) from = document.activeElement;
  const citation = citationAt(id, start);
  range = citation ?? (start && end ? { start: Number(start), end: Number(end) } : null);
  const isNew = article?.id !== id;
  if (reader.hidden) {
    reader.hidden = false;
    inPlace(() => tell("reader"));
  }
  if (isNew) {
    article = null;
    reader.replaceChildren(top(null), h("div", { class: "reader-body" }, h("p", { class: "faint", text: "Opening…" })));
    try {
      const found = await call(`/api/articles/${encodeURIComponent(id)}`);
      if (turn !== wanted) return;
      article = found;
    } catch (error) {
      if (turn === wanted) reader.replaceChildren(top(null), missing(error, citation));
      return;
    }
  }
  draw(reader, range, isNew);
}

/** Make room or take it back, the citation that was pressed staying where it is on the screen. */
function inPlace(change) {
  const held = currentMark();
  const before = held?.getBoundingClientRect().top;
  change();
  if (held) held.closest(".scroller").scrollTop += held.getBoundingClientRect().top - before;
}

function missing(error, citation) {
  if (error.status !== 404) return h("div", { class: "reader-body" }, problem(error, () => { place = ""; follow(); }));
  return h(
    "div",
    { class: "reader-body" },
    h("h2", { text: "No longer in the library" }),
    h("p", { text: "This article was deleted. Answers given since then don’t use it." }),
    citation ? h("figure", { class: "kept-quote" }, foreign(oneLine(citation.quote), "blockquote"), foreign(citation.title, "figcaption")) : null,
  );
}

function draw(reader, cited, isNew) {
  const found = cited && placed(article.text, cited);
  const body = h("div", { class: "reader-body", tabindex: "0", role: "region", "aria-label": "Text of the article" });
  body.append(...head(article));
  if (cited && !found) body.append(h("p", { class: "note warn" }, icon("note"), h("span", { text: "The article has changed since: the sentence cited is no longer in it." })));
  const marked = prose(article.text, found, citedBeside(found));
  body.append(...marked.nodes);
  const hadFocus = reader.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  reader.replaceChildren(top(article), body);
  const target = marked.first;
  if (target) {
    const smooth = !isNew && !isReduced();
    target.scrollIntoView({ block: "center", behavior: smooth ? "smooth" : "instant" });
    announce("The article, at the sentence cited");
  } else body.scrollTop = 0;
  if (hadFocus) reader.querySelector(`[data-act="${hadFocus}"]`)?.focus();
  else (target ?? reader.querySelector("h2"))?.focus({ preventScroll: true });
}

function placed(text, range) {
  if (range.quote !== undefined) return placeOf(text, range);
  const [start, end] = [unitOf(text, range.start), unitOf(text, range.end)];
  return end > start ? { start, end } : null;
}

function head(one) {
  const address = one.url && webAddress(one.url);
  const facts = [one.source, one.authors?.length ? one.authors.join(", ") : null].filter(Boolean);
  return [
    foreign(one.title, "h2", { tabindex: "-1" }),
    h("p", { class: "reader-facts" }, facts.flatMap((fact, at) => [at ? " · " : null, foreign(fact)])),
    h("p", { class: "reader-facts faint", text: [one.published ? `Published ${day(one.published)}` : "Day of publication unknown", one.updated ? `updated ${day(one.updated)}` : null, one.version > 1 ? `version ${one.version}` : null].filter(Boolean).join(" · ") }),
    address ? h("p", { class: "reader-facts" }, h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, icon("link"), h("span", { text: new URL(address).host }), h("span", { class: "hidden-text", text: " (the original, in a new tab)" }))) : null,
  ].filter(Boolean);
}

/** Where the other sentences stand that the same answer cites of this article. */
function citedBeside(place) {
  if (!place) return [];
  const places = citedHere().all.map(citationOf).filter((one) => one?.article_id === article.id).map((one) => placeOf(article.text, one));
  const apart = places.filter((one) => one && (one.end <= place.start || one.start >= place.end)).sort((one, other) => one.start - other.start);
  return apart.filter((one, at) => !at || one.start >= apart[at - 1].end);
}

/** The paragraphs; what lies in `place` stands in <mark>, whose first is `first`; those `beside` it are underlined. */
function prose(text, place, beside) {
  let first = null;
  const nodes = paragraphs(text).map(({ start, text: words }) => {
    const end = start + words.length;
    const isHeading = words.length < 80 && !/[.!?…:;”’"')\]]$/.test(words.trim()) && !words.includes("\n");
    const made = h("p", { class: isHeading ? "subheading" : null, dir: "auto" });
    let at = 0;
    for (const one of [place, ...beside].filter((one) => one && one.end > start && one.start < end).sort((one, other) => one.start - other.start)) {
      const [low, high] = [Math.max(one.start, start) - start, Math.min(one.end, end) - start];
      const lit = one === place ? h("mark", { tabindex: first ? null : "-1", text: words.slice(low, high) }) : h("span", { class: "beside", text: words.slice(low, high) });
      if (one === place) first ??= lit;
      made.append(words.slice(at, low), lit);
      at = high;
    }
    made.append(words.slice(at));
    return made;
  });
  return { nodes, first };
}

function top(one) {
  const { all, at } = citedHere();
  const act = (name, label, onClick, more = {}) => button(label, onClick, { wordless: true, "data-act": name, ...more });
  return h(
    "div",
    { class: "reader-top" },
    act("close", "Close the article", closeReader, { shows: "close", title: "Close (Esc)" }),
    h("span", { class: "grow" }),
    ...(all.length > 1
      ? [
          act("previous", "Previous sentence cited", () => step(-1), { shows: "back", title: "Previous sentence cited ([)", disabled: at === 0 }),
          h("span", { class: "faint place", text: `${at + 1} of ${all.length}` }),
          act("next", "Next sentence cited", () => step(1), { shows: "forward", title: "Next sentence cited (])", disabled: at === all.length - 1 }),
        ]
      : []),
    ...(one && range?.quote ? [act("copy", "Copy the sentence with its source", () => copyText(attributed(one, range)), { shows: "copy" })] : []),
    ...(one
      ? [button("Summarise", () => summarise(one), { kind: "quiet small", shows: "summary", "data-act": "summarise", "aria-label": "Summarise this article", title: "Summarise this article" }), act("delete", "Delete this article", () => removeArticle(one), { shows: "remove" })]
      : []),
  );
}

/** A quotation to paste, with where it is from. */
const attributed = (one, { quote }) => `“${oneLine(quote)}”\n— ${[known(one), one.url && webAddress(one.url)].filter(Boolean).join(", ")}`;

/** Go to another citation of the same answer. */
export function step(by) {
  const { all, at } = citedHere();
  all[at + by]?.click();
}

/** The marks of the answer that the current one stands in, one for each sentence, and its place among them. */
function citedHere() {
  const now = currentMark();
  const marks = now ? [...now.closest(".turn, .summary").querySelectorAll(".mark")] : [];
  const all = marks.filter((one, place) => marks.findIndex((other) => other.dataset.sentence === one.dataset.sentence) === place);
  return { all, at: all.findIndex((one) => one.dataset.sentence === now.dataset.sentence) };
}

/** Delete an article once that is confirmed; true when it is gone. */
export async function removeArticle(one) {
  if (!(await confirm("Delete this article?", `“${one.title}” will be gone from the library and from answers to come.`, "Delete"))) return false;
  try {
    await call(`/api/articles/${encodeURIComponent(one.id)}`, { method: "DELETE" });
  } catch (error) {
    toast([error.what, error.fix].filter(Boolean).join(" "));
    return false;
  }
  if (route().article === one.id) closeReader();
  tell("articles");
  toast("Article deleted.");
  return true;
}
