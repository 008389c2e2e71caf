"use strict";
(() => {
  const one = (id) => document.getElementById(id);
  const keys = ["suite", "verdict", "category"];
  const cards = [...document.querySelectorAll(".card")];
  const groups = [...document.querySelectorAll(".group")];
  const right = one("right");
  const texts = new Map();
  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, card.textContent.toLowerCase());
    return texts.get(card);
  };

  function filter() {
    const words = one("filter-text").value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = keys.map((key) => [key, one("filter-" + key).value]).filter(([, value]) => value);
    let shown = 0;
    for (const card of cards) {
      const fits = chosen.every(([key, value]) => card.dataset[key] === value)
        && words.every((word) => textOf(card).includes(word));
      card.hidden = !fits;
      shown += fits;
    }
    for (const group of groups) {
      const left = group.querySelectorAll(".card:not([hidden])").length;
      const all = group.querySelectorAll(".card").length;
      group.hidden = !left;
      group.querySelector(".n").textContent = left === all ? all : left + " of " + all;
    }
    const narrowed = words.length + chosen.length > 0;
    if (right && narrowed) right.open = true;
    one("filter-count").textContent = narrowed ? shown + " of " + cards.length + " cases" : cards.length + " cases";
    one("nothing").hidden = shown > 0;
  }

  function set(values) {
    one("filter-text").value = "";
    for (const key of keys) one("filter-" + key).value = values[key] ?? "";
    filter();
  }

  function reveal() {
    const card = location.hash.startsWith("#case-") && one(location.hash.slice(1));
    if (!card) return;
    if (card.hidden) set({});
    for (let at = card; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    card.scrollIntoView();
  }

  let waiting;
  one("filter-text").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 150);
  });
  for (const key of keys) one("filter-" + key).addEventListener("change", filter);
  one("filter-clear").addEventListener("click", () => {
    set({});
    if (right) right.open = false;
  });
  for (const link of document.querySelectorAll(".pick")) {
    link.addEventListener("click", () => set(link.dataset));
  }
  addEventListener("hashchange", reveal);
  one("filters").hidden = false;
  filter();
  reveal();
})();
