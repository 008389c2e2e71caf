// What stands there before the first question: a way to fill an empty library, or questions that fit the one there is.

import { addSamples, chooseFiles, pasteText } from "./adding.js";
import { call } from "./api.js";
import { button, foreign, h, icon } from "./dom.js";
import { library } from "./state.js";
import { count } from "./text.js";

const SHOWN = 4;

/** Questions that the sample articles answer, each by the title of an article it needs. */
const FITTING = [
  ["At least seven dead as river Aune floods Marrowdale", "How many people died in the Marrowdale flood?"],
  ["Ostrania agrees to free some stranded ships after six hours of talks in Halvern", "Who attended the talks in Halvern?"],
  ["Ashgrove verdict postponed until June after new document emerges", "Why was the Ashgrove verdict postponed?"],
  ["Lammy and Healey due to hold Ukraine talks with EU’s top diplomat", "Who is expected to attend the talks with Kaja Kallas?"],
];

/** The beginning of a conversation; `ask` is called with a question that was chosen. */
export function welcome(ask) {
  if (library.total === null) return h("div", { class: "welcome" });
  return library.total === 0 ? empty() : ready(ask);
}

function empty() {
  return h(
    "div",
    { class: "welcome empty" },
    h("h2", { text: "Start with some articles" }),
    h("p", { class: "lead-in", text: "Ask about them, and every statement of the answer comes with the sentence that says it." }),
    h(
      "div",
      { class: "ways" },
      way("upload", "Add files", "Text, Markdown, HTML, PDF or JSON. You can also drop them anywhere on this page.", () => chooseFiles()),
      way("paste", "Paste a text", "One article, with its title, source and day.", () => pasteText()),
      way("article", "Try the samples", "35 short articles, most of them invented, to see how it works.", (event) => addSamples(event.currentTarget)),
    ),
  );
}

const way = (shows, name, what, onClick) =>
  h("button", { type: "button", class: "way", on: { click: onClick } }, icon(shows), h("span", { class: "way-name", text: name }), h("span", { class: "way-what", text: what }));

function ready(ask) {
  const list = h("ul", { class: "examples" });
  fill(list, ask);
  return h(
    "div",
    { class: "welcome" },
    h("h2", { text: "What would you like to know?" }),
    h("p", { class: "lead-in", text: `${count(library.total, "article")} to ask about. If they don’t say, the answer will say so.` }),
    list,
  );
}

async function fill(list, ask) {
  try {
    const { items } = await call("/api/articles?limit=100");
    const questions = fitting(items.map((one) => one.title));
    list.replaceChildren(...questions.map((one) => h("li", {}, h("button", { type: "button", class: "example", on: { click: () => ask(one) } }, foreign(one, "span"), icon("forward")))));
  } catch {
    list.remove(); // the questions are a convenience, and what is wrong shows elsewhere
  }
}

/** Questions for articles of these titles: about the samples when they are there, else about the names told of most. */
export function fitting(titles) {
  const known = FITTING.filter(([title]) => titles.includes(title)).map(([, question]) => question);
  const named = names(titles).map((name) => `What happened in connection with ${name}?`);
  return [...known, ...named].slice(0, SHOWN);
}

/** Names in the titles, those of most titles first: words in capitals that don't begin a title written in small letters. */
function names(titles) {
  const found = new Map();
  for (const title of titles) {
    const words = title.split(/\s+/);
    const isHeadlineCase = words.filter((word) => /^\p{Lu}/u.test(word)).length > words.length / 2;
    if (isHeadlineCase) continue;
    for (const [name] of title.slice(words[0].length).matchAll(/(?<=\s)\p{Lu}[\p{Ll}’'-]+(?: \p{Lu}[\p{Ll}’'-]+)*/gu)) {
      if (!/day$|^(?:[A-Z][a-z]{2,8}ber|January|February|March|April|May|June|July|August)$/.test(name)) found.set(name, (found.get(name) ?? 0) + 1);
    }
  }
  return [...found].sort((one, other) => other[1] - one[1]).map(([name]) => name.replace(/’s$/, ""));
}
