// The panel of articles: add, search, page through, open, delete. A page at a time, so that ten thousand stay light.

import { chooseFiles, pasteText } from "./adding.js";
import { call } from "./api.js";
import { button, byId, foreign, h, unfilled } from "./dom.js";
import { removeArticle } from "./reader.js";
import { showScope } from "./scope.js";
import { go, hear, library, listed, route, scope, tell } from "./state.js";
import { day } from "./text.js";

const PAGE = 50;
let offset = 0;
let words = "";
let drawn = 0;

/** Fill the panel, and keep it filled. */
export function showLibrary() {
  const list = h("ul", { class: "rows" });
  const pager = h("nav", { class: "pager", "aria-label": "Pages of articles" });
  const filters = h("div", { class: "scope-line" });
  let typing = 0;
  const search = h("input", {
    type: "search", id: "find", placeholder: "Find an article", "aria-label": "Find an article",
    on: {
      input: () => {
        clearTimeout(typing);
        typing = setTimeout(() => {
          [words, offset] = [search.value.trim(), 0];
          fill(list, pager);
        }, 180);
      },
    },
  });
  byId("articles").replaceChildren(
    h(
      "div",
      { class: "panel-top" },
      h("div", { class: "pair" }, button("Add files", chooseFiles, { shows: "upload" }), button("Paste text", () => pasteText(), { shows: "paste" })),
      search,
      filters,
    ),
    h("div", { id: "adding" }),
    list,
    pager,
  );
  showScope(filters);
  hear("articles", () => refresh(list, pager));
  hear("scope", () => {
    offset = 0;
    fill(list, pager);
  });
  hear("route", () => current(list));
  return refresh(list, pager);
}

/** How many articles there are, of which sources; then the list. */
async function refresh(list, pager) {
  try {
    const [{ total }, { items }] = await Promise.all([call("/api/articles?limit=1"), call("/api/sources")]);
    const before = library.total;
    [library.total, library.sources] = [total, items];
    byId("article-count").textContent = total.toLocaleString("en-GB");
    if (before !== total) tell("total");
  } catch {
    tell("total"); // nothing is waited for any more; the list below meets the same and says so
  }
  await fill(list, pager);
}

async function fill(list, pager) {
  const turn = ++drawn;
  let found;
  try {
    found = await call(listed(scope, { limit: PAGE, offset, ...(words && { q: words }) }));
  } catch (error) {
    if (turn === drawn) list.replaceChildren(unfilled(error, () => tell("articles")));
    return;
  }
  if (turn !== drawn) return;
  if (!found.items.length && offset) {
    offset = Math.max(0, offset - PAGE); // the last of a page was deleted
    return fill(list, pager);
  }
  const rows = found.items.map(row);
  if (!rows.length) rows.push(h("li", { class: "empty-list", text: library.total ? "No article fits." : "No articles yet. Add files, paste a text, or drop them anywhere on this page." }));
  list.replaceChildren(...rows);
  current(list);
  page(pager, found, () => fill(list, pager).then(() => (byId("articles").scrollTop = 0)));
}

function current(list) {
  const id = route().article;
  for (const one of list.querySelectorAll(".row")) {
    const main = one.querySelector(".row-main");
    if (one.dataset.id === id) main.setAttribute("aria-current", "true");
    else main.removeAttribute("aria-current");
  }
}

function row(one) {
  const show = () => {
    go({ article: one.id, from: null, to: null });
    tell("chosen");
  };
  const about = [one.published ? day(one.published) : null, one.source && one.published ? " · " : null, one.source && foreign(one.source)]; // the day is never cut off
  return h(
    "li",
    { class: "row", dataset: { id: one.id } },
    h("button", { type: "button", class: "row-main", on: { click: show } }, foreign(one.title, "span", { class: "row-title" }), h("span", { class: "row-about" }, about)),
    button(`Delete ${one.title}`, () => removeArticle(one), { shows: "remove", wordless: true, kind: "row-delete", title: "Delete" }),
  );
}

function page(pager, { total, items }, again) {
  const last = offset + items.length;
  const turn = (by) => {
    offset = Math.max(0, offset + by);
    again().then(() => pager.querySelector("button:not([disabled])")?.focus());
  };
  pager.hidden = total <= PAGE;
  pager.replaceChildren(
    button("Earlier page", () => turn(-PAGE), { shows: "back", wordless: true, disabled: offset === 0 }),
    h("p", { text: `${(offset + 1).toLocaleString("en-GB")}–${last.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")}` }),
    button("Later page", () => turn(PAGE), { shows: "forward", wordless: true, disabled: last >= total }),
  );
}
