// The page put together: views, panels, keys. What each part does stands in its own module.

import { pasteText, watchDrops } from "./adding.js";
import { call, onKeyNeeded } from "./api.js";
import { hideCard, watchCard } from "./cite.js";
import { showChats } from "./chats.js";
import { isAsking, refreshWelcome, showConversation, startNew, stop, watchComposer } from "./conversation.js";
import { askKey, showShortcuts, usesKeys } from "./dialogs.js";
import { byId } from "./dom.js";
import { showLibrary } from "./library.js";
import { closeReader, isOpen, showReader, step } from "./reader.js";
import { chooseScope, showScope } from "./scope.js";
import { go, hear, kept, route, tell } from "./state.js";
import { showSummaries, summariseArticle } from "./summary.js";

const drawer = matchMedia("(max-width: 899px)"); // the panel lies over the page
const overlay = matchMedia("(max-width: 1179px)"); // the article does
let beforeSide = null;

function showView() {
  const isSummary = route().view === "summary";
  byId("ask-view").hidden = isSummary;
  byId("summary-view").hidden = !isSummary;
  for (const link of document.querySelectorAll(".views a")) {
    if ((link.dataset.view === "summary") === isSummary) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!isSummary) showConversation();
}

// The panel and the reader: beside the conversation where there is room, else over it, and then nothing behind is reached.

const isSideOpen = () => document.body.classList.contains("side-open");

function layer() {
  const side = drawer.matches && isSideOpen();
  const reader = overlay.matches && isOpen();
  byId("side").inert = (drawer.matches && !side) || (reader && !side);
  byId("main").inert = side || reader;
  byId("reader").inert = side;
  document.querySelector(".bar").inert = side || (reader && drawer.matches);
  byId("backdrop").hidden = !side && !(reader && !drawer.matches);
  document.body.classList.toggle("reading", isOpen());
  byId("open-side").setAttribute("aria-expanded", String(drawer.matches ? side : !document.body.classList.contains("side-shut")));
}

function toggleSide(isWanted) {
  if (drawer.matches) {
    const was = isSideOpen();
    document.body.classList.toggle("side-open", isWanted);
    if (isWanted && !was) beforeSide = document.activeElement;
    layer();
    if (isWanted) byId("side").querySelector("[role=tab][aria-selected=true]").focus();
    else if (was) (beforeSide?.isConnected ? beforeSide : byId("open-side")).focus();
  } else {
    document.body.classList.toggle("side-shut", !isWanted);
    layer();
  }
}

function selectTab(name, { focus = false } = {}) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const isChosen = tab.getAttribute("aria-controls") === name;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !isChosen;
    if (isChosen && focus) tab.focus();
  }
  kept.set("tab", name);
}

function openTab(name) {
  selectTab(name);
  toggleSide(true);
}

function watchPanels() {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  for (const tab of tabs) {
    tab.addEventListener("click", () => selectTab(tab.getAttribute("aria-controls")));
    tab.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      selectTab(tabs[(tabs.indexOf(tab) + 1) % tabs.length].getAttribute("aria-controls"), { focus: true });
    });
  }
  selectTab(kept.get("tab") === "articles" ? "articles" : "chats");
  byId("open-side").addEventListener("click", () => toggleSide(drawer.matches ? !isSideOpen() : document.body.classList.contains("side-shut")));
  byId("close-side").addEventListener("click", () => toggleSide(false));
  byId("backdrop").addEventListener("click", () => (isSideOpen() ? toggleSide(false) : closeReader()));
  hear("chosen", () => drawer.matches && toggleSide(false));
  hear("adding", () => openTab("articles"));
  hear("reader", layer);
  for (const query of [drawer, overlay]) query.addEventListener("change", layer);
  layer();
}

function watchTheme() {
  const pressed = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => pressed.setAttribute("aria-pressed", String(isDark()));
  pressed.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    kept.set("theme", document.documentElement.dataset.theme);
    show();
  });
  system.addEventListener("change", show);
  show();
}

const KEYS = {
  "/": () => { go({ view: null }); byId("question").focus(); },
  n: startNew,
  c: () => { openTab("chats"); byId("tab-chats").focus(); },
  l: () => { openTab("articles"); byId("find").focus(); },
  a: () => pasteText(),
  f: () => chooseScope(),
  s: () => { go({ view: "summary" }); byId("summary-form").elements.query.focus(); },
  "[": () => step(-1),
  "]": () => step(1),
  "?": () => showShortcuts(),
};

function escape() {
  if (hideCard()) return;
  if (isSideOpen() && drawer.matches) toggleSide(false);
  else if (isAsking()) stop();
  else closeReader();
}

function watchKeys() {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") return escape();
    const isTyping = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
    if (isTyping || !usesKeys() || !Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}

async function showEngine() {
  try {
    const { version, engine } = await call("/api/version");
    byId("engine").textContent = `${engine === "extractive" ? "Answers in the articles’ own words" : `Answers written by ${engine}`} · ${version}`;
  } catch {
    byId("engine").textContent = "";
  }
}

onKeyNeeded(askKey);
watchTheme();
watchPanels();
watchCard();
watchDrops();
watchKeys();
byId("help").addEventListener("click", () => showShortcuts());
byId("new-chat").addEventListener("click", startNew);
for (const link of document.querySelectorAll(".views a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go({ view: link.dataset.view === "summary" ? "summary" : null });
  });
}
hear("asking", watchComposer());
hear("total", refreshWelcome);
hear("route", showView);
addEventListener("popstate", () => tell("route"));
showScope(byId("ask-scope"));
showSummaries();
showView();
showReader(summariseArticle);
showLibrary();
showChats();
showEngine();
if (!drawer.matches) byId("question").focus();
