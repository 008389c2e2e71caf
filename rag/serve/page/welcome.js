// What stands there before the first question: a way to fill an empty library, or questions that fit the one there is.

import { addSamples, chooseFiles, pasteText } from "./adding.js";
import { call } from "./api.js";
import { button, foreign, h, icon } from "./dom.js";
import { library } from "./state.js";
import { summariseOnly } from "./summary.js";
import { count, day } from "./text.js";

const SHOWN = 4;
const NEWEST = 7; // days

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
    const questions = fitting(items.map((one) => one.title)).map((one) => example(one, "forward", () => ask(one)));
    const dated = items.filter((one) => one.published);
    const newest = dated.filter((one) => Date.parse(dated[0].published) - Date.parse(one.published) < NEWEST * 86_400_000);
    const title = newest.length > 1 ? `the week to ${day(newest[0].published)}` : items[0].title;
    const ids = (newest.length > 1 ? newest : items.slice(0, 1)).map((one) => one.id);
    list.replaceChildren(...questions, example(newest.length > 1 ? `Summarise ${title}` : `Summarise “${title}”`, "summary", () => summariseOnly(ids, title)));
  } catch {
    list.remove(); // the questions are a convenience, and what is wrong shows elsewhere
  }
}

const example = (text, shows, onClick) => h("li", {}, h("button", { type: "button", class: "example", on: { click: onClick } }, foreign(text, "span"), icon(shows)));

/** Questions for articles of these titles: about the samples when they are there, else about the names told of most. */
export function fitting(titles) {
  const known = FITTING.filter(([title]) => titles.includes(title)).map(([, question]) => question);
  return [...known, ...names(titles).map(about)].slice(0, SHOWN);
}

/** What is asked about a name: what became of it where several titles have it, else what it is there for. */
const about = ([name, times], at) => (times < 2 ? `What happened in connection with ${name}?` : at % 2 ? `What is the news about ${name}?` : `Give me a timeline of ${name}`);

/** Names in the titles and how many have each, the most frequent first: words in capitals that don't begin a title written in small letters. */
function names(titles) {
  const found = new Map();
  for (const title of titles) {
    const words = title.split(/\s+/);
    const isHeadlineCase = words.filter((word) => /^\p{Lu}/u.test(word)).length > words.length / 2;
    if (isHeadlineCase) continue;
    for (const [name] of title.slice(words[0].length).matchAll(/(?<=\s)\p{Lu}[\p{Ll}’'-]+(?: \p{Lu}[\p{Ll}’'-]+)*/gu)) {
      const bare = name.replace(/[’']s$/, "");
      if (!/day$|^(?:[A-Z][a-z]{2,8}ber|January|February|March|April|May|June|July|August)$/.test(bare)) found.set(bare, (found.get(bare) ?? 0) + 1);
    }
  }
  return [...found].sort((one, other) => other[1] - one[1]);
}
