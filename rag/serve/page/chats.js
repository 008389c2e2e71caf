// The list of conversations: open, rename, take along, delete.

import { call, file } from "./api.js";
import { startNew } from "./conversation.js";
import { askLine, confirm } from "./dialogs.js";
import { button, byId, foreign, h, toast, unfilled } from "./dom.js";
import { go, hear, route, tell } from "./state.js";
import { count, lately } from "./text.js";

const PAGE = 50;
let limit = PAGE;
let drawn = 0;

/** Fill the panel, and keep it filled. */
export function showChats() {
  const panel = byId("chats");
  const list = h("ul", { class: "rows" });
  panel.replaceChildren(h("div", { class: "panel-top" }, button("New conversation", startNew, { kind: "wide", shows: "add", title: "New conversation (N)" })), list);
  const draw = () => fill(list);
  hear("chats", draw);
  hear("route", () => current(list));
  return draw();
}

async function fill(list) {
  const turn = ++drawn;
  const found = { items: [], total: 0 };
  try {
    do {
      const { items, total } = await call(`/api/chats?limit=${PAGE}&offset=${found.items.length}`);
      found.items.push(...items);
      found.total = items.length ? total : found.items.length;
    } while (found.items.length < Math.min(limit, found.total));
  } catch (error) {
    if (turn === drawn) list.replaceChildren(unfilled(error, () => tell("chats")));
    return;
  }
  if (turn !== drawn) return;
  const focused = document.activeElement?.closest?.(".row")?.dataset.id;
  const rows = found.items.map(row);
  if (!rows.length) rows.push(h("li", { class: "empty-list", text: "Conversations are kept here." }));
  if (found.total > found.items.length) rows.push(h("li", {}, button("Show more", () => { limit += PAGE; tell("chats"); }, { kind: "quiet wide" })));
  list.replaceChildren(...rows);
  current(list);
  if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"] .row-main`)?.focus();
}

function current(list) {
  const id = route().chat;
  for (const one of list.querySelectorAll(".row")) {
    const link = one.querySelector(".row-main");
    if (one.dataset.id === id) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function row(chat) {
  const path = `/api/chats/${encodeURIComponent(chat.id)}`;
  const more = h("div", { class: "row-more", hidden: true });
  const toggle = button(`More for ${chat.title}`, () => {
    more.hidden = !more.hidden;
    toggle.setAttribute("aria-expanded", String(!more.hidden));
  }, { shows: "more", wordless: true, title: "More", "aria-expanded": "false" });

  const rename = async () => {
    const title = await askLine("Rename", "Title", chat.title, "Rename");
    if (title) await done(() => call(path, { method: "PATCH", json: { title } }));
  };
  const forget = async () => {
    if (!(await confirm("Delete this conversation?", `“${chat.title}” and its answers can’t be brought back.`, "Delete"))) return;
    await done(async () => {
      await call(path, { method: "DELETE" });
      if (route().chat === chat.id) startNew();
      toast("Conversation deleted.");
    });
  };
  const take = (format, ending) => tried(async () => save(await file(`${path}/export?format=${format}`), `conversation-${chat.id}.${ending}`));
  more.append(
    button("Rename", rename, { kind: "quiet small", shows: "edit" }),
    button("Markdown", () => take("markdown", "md"), { kind: "quiet small", shows: "download", "aria-label": "Download as Markdown" }),
    button("JSON", () => take("json", "json"), { kind: "quiet small", shows: "download", "aria-label": "Download as JSON" }),
    button("Delete", forget, { kind: "quiet small danger-text", shows: "remove" }),
  );
  const link = h(
    "a",
    {
      class: "row-main",
      href: `#chat=${encodeURIComponent(chat.id)}`,
      on: {
        click: (event) => {
          event.preventDefault();
          go({ chat: chat.id, view: null, article: null, from: null, to: null });
          tell("chosen");
        },
      },
    },
    foreign(chat.title, "span", { class: "row-title" }),
    h("span", { class: "row-about", text: `${lately(chat.updated)} · ${count(chat.turns, "question")}` }),
  );
  return h("li", { class: "row", dataset: { id: chat.id } }, link, toggle, more);
}

const done = (what) => tried(async () => {
  await what();
  tell("chats");
});

async function tried(what) {
  try {
    await what();
  } catch (error) {
    toast([error.what, error.fix].filter(Boolean).join(" "));
  }
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
