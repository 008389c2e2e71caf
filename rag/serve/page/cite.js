// Citation marks: the number, the card that shows the quote, and the way to the article.

import { byId, foreign, h, icon } from "./dom.js";
import { go, tell } from "./state.js";
import { day, oneLine } from "./text.js";

const EVENT = {
  planned: { shows: "calendar", label: "Planned", title: "Planned, not told as having happened" },
  denied: { shows: "deny", label: "Called off or not done", title: "Not done, called off or denied, as the article tells" },
  unclear: { shows: "unclear", label: "Unclear", title: "The article doesn’t say whether it happened" },
};

const DENIES = /\b(?:den(?:y|ies|ied|ying|ials?)|refut\w*|untrue)\b/i;

/** What the articles say of the event, in words and a drawing; nothing for what happened. */
export function eventChip({ event_status: status, text }) {
  const known = EVENT[status];
  if (!known) return null;
  const label = status === "denied" && DENIES.test(text) ? "Denied" : known.label;
  return h("span", { class: `event ${status}`, title: known.title }, icon(known.shows), h("span", { text: label }));
}

let shownFor = null;
let waiting = 0;

const citations = new WeakMap(); // by their marks

/** A button with the citation's number: pointing at it shows the quote, pressing it opens the article there. */
export function mark(number, citation) {
  const made = h("button", {
    type: "button",
    class: "mark",
    "aria-label": `Source ${number}: ${citation.title}`,
    dataset: { sentence: `${citation.article_id}:${citation.start}` },
    text: String(number),
    on: {
      click: () => openCitation(citation, made),
      pointerenter: (event) => event.pointerType === "mouse" && later(() => showCard(made, citation), 120),
      pointerleave: () => later(hideCard, 160),
      focus: () => made.matches(":focus-visible") && showCard(made, citation),
      blur: hideCard,
    },
  });
  citations.set(made, citation);
  return made;
}

let opened = null; // the citation that was opened last

/** The article at the sentence cited; `pressed` is the mark it was opened from. */
export function openCitation(citation, pressed = null) {
  hideCard();
  opened = citation;
  if (pressed) setCurrent(pressed);
  const isElsewhere = go({ article: citation.article_id, from: citation.start, to: citation.end });
  if (!isElsewhere) tell("cited"); // pressed again: back to the sentence
}

/** The citation that a mark stands for. */
export const citationOf = (made) => citations.get(made);

export const currentMark = () => document.querySelector(".mark[aria-current]");

function setCurrent(mark) {
  currentMark()?.removeAttribute("aria-current");
  mark?.setAttribute("aria-current", "true");
}

/** The citation of this sentence, as it was opened or as it stands in the conversation; its mark becomes the current one. */
export function citationAt(articleId, start) {
  const sentence = `${articleId}:${start}`;
  const now = currentMark();
  if (now?.dataset.sentence !== sentence) {
    const same = [...document.querySelectorAll(".mark")].filter((one) => one.dataset.sentence === sentence);
    setCurrent(same.find((one) => now?.closest(".turn, .summary")?.contains(one)) ?? same.at(-1));
  }
  return opened?.article_id === articleId && String(opened.start) === start ? opened : citations.get(currentMark()) ?? null;
}

/** The title, source and day of a citation, each in its own direction. */
export function about(citation) {
  return h(
    "span",
    { class: "about" },
    foreign(citation.title, "span", { class: "about-title" }),
    " ",
    h("span", { class: "about-more" }, [citation.source && foreign(citation.source), citation.source && citation.published ? " · " : null, citation.published ? h("span", { class: "day", text: day(citation.published) }) : null]),
  );
}

function showCard(made, citation) {
  clearTimeout(waiting);
  const card = byId("quote-card");
  card.replaceChildren(foreign(oneLine(citation.quote), "p", { class: "quote" }), about(citation));
  card.hidden = false;
  const at = made.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const below = at.bottom + 8;
  card.style.left = `${Math.max(12, Math.min(at.left - 24, innerWidth - width - 12))}px`;
  card.style.top = `${below + height > innerHeight - 12 && at.top - height - 8 > 0 ? at.top - height - 8 : below}px`;
  made.setAttribute("aria-describedby", "quote-card");
  shownFor = made;
}

export function hideCard() {
  clearTimeout(waiting);
  if (!shownFor) return false;
  shownFor.removeAttribute("aria-describedby");
  shownFor = null;
  byId("quote-card").hidden = true;
  return true;
}

function later(what, after) {
  clearTimeout(waiting);
  waiting = setTimeout(what, after);
}

/** Let the card stay while the pointer is on it, and go when what it hangs on moves. */
export function watchCard() {
  const card = byId("quote-card");
  card.addEventListener("pointerenter", () => clearTimeout(waiting));
  card.addEventListener("pointerleave", () => later(hideCard, 160));
  document.addEventListener("scroll", hideCard, { capture: true, passive: true });
}
