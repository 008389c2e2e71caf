// Which articles a question is about: the dialog that chooses days and sources, and the chips that show what was chosen.

import { call } from "./api.js";
import { button, foreign, h, icon } from "./dom.js";
import { open } from "./dialogs.js";
import { hear, isScoped, library, listed, scope, setScope } from "./state.js";
import { count, day } from "./text.js";

const MANY = 8; // sources that are found at a glance

/** Keep this element showing the scope as chips that can be taken away, beside a button that opens the dialog. */
export function showScope(place, { always = true } = {}) {
  const draw = () => {
    const chips = [];
    if (scope.since) chips.push(chip("From", day(scope.since), () => setScope({ since: "" })));
    if (scope.until) chips.push(chip("Until", day(scope.until), () => setScope({ until: "" })));
    for (const one of scope.sources) {
      chips.push(chip("", one, () => setScope({ sources: scope.sources.filter((other) => other !== one) })));
    }
    const all = library.total > 1 ? `All ${library.total.toLocaleString("en-GB")} articles` : "All articles";
    const choose = button(chips.length ? "Change" : all, chooseScope, { kind: "chip-button", shows: "filter", title: "Which articles to ask (F)", "aria-haspopup": "dialog" });
    if (!chips.length) choose.setAttribute("aria-label", `${all}: choose days and sources`);
    const hadFocus = place.contains(document.activeElement);
    place.replaceChildren(...(always || chips.length ? [choose] : []), ...chips);
    if (hadFocus) place.querySelector("button")?.focus();
  };
  hear("scope", draw);
  hear("total", draw);
  draw();
}

function chip(kind, value, away) {
  const label = h("span", {}, kind ? `${kind} ` : "", foreign(value));
  return h("span", { class: "chip" }, label, h("button", { type: "button", "aria-label": `Take away: ${kind} ${value}`.replace(/\s+/g, " "), on: { click: away } }, icon("close")));
}

/** Let days and sources be chosen. */
export async function chooseScope() {
  const fitting = h("p", { class: "hint", role: "status", text: count(library.total ?? 0, "article") });
  let turn = 0;
  const counted = async (form) => {
    const mine = ++turn;
    const wanted = chosen(form);
    const { total } = isReversed(wanted) ? {} : await call(listed(wanted, { limit: 1 })).catch(() => ({}));
    if (mine === turn) fitting.textContent = total === undefined ? "" : total ? count(total, "article") : "No article fits.";
  };
  const shown = open(
    "Which articles?",
    (done) => [
      h("p", { class: "hint", text: "Questions, summaries and the list keep to them." }),
      h(
        "div",
        { class: "pair" },
        h("label", { class: "field" }, h("span", { text: "Published from" }), h("input", { type: "date", name: "since", value: scope.since })),
        h("label", { class: "field" }, h("span", { text: "until" }), h("input", { type: "date", name: "until", value: scope.until })),
      ),
      sourceList(),
      h("p", { class: "wrong", role: "alert", hidden: true }),
      h(
        "div",
        { class: "actions" },
        fitting,
        isScoped() ? button("All articles", () => done({ since: "", until: "", sources: [] })) : button("Cancel", () => done(null)),
        button("Use these", null, { kind: "primary", type: "submit" }),
      ),
    ].filter(Boolean),
    {
      submit: (form) => {
        if (isReversed(chosen(form))) {
          const wrong = form.querySelector(".wrong");
          wrong.textContent = "The first day lies after the last one.";
          wrong.hidden = false;
          form.elements.since.focus();
          return null;
        }
        return chosen(form);
      },
    },
  );
  const form = fitting.closest("form");
  form.addEventListener("change", () => counted(form));
  counted(form);
  const given = await shown;
  if (given) setScope(given);
}

const chosen = (form) => ({
  since: form.elements.since.value,
  until: form.elements.until.value,
  sources: [...form.querySelectorAll("[name=source]:checked")].map((one) => one.value),
});

const isReversed = ({ since, until }) => since && until && since > until;

function sourceList() {
  const named = library.sources.filter((one) => one.source);
  if (!named.length) return null;
  const rows = named.map((one) =>
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", name: "source", value: one.source, checked: scope.sources.includes(one.source) }),
      foreign(one.source, "span"),
      h("span", { class: "faint", text: one.count.toLocaleString("en-GB") }),
    ),
  );
  const list = h("div", { class: "source-list", tabindex: "0", role: "group", "aria-label": "Sources" }, rows);
  const narrow = (event) => {
    const words = event.target.value.toLowerCase();
    named.forEach((one, at) => (rows[at].hidden = !one.source.toLowerCase().includes(words)));
  };
  return h(
    "fieldset",
    { class: "sources-field" },
    h("legend", { text: count(named.length, "source") }),
    named.length > MANY
      ? h("input", { type: "search", class: "narrow", "aria-label": "Find a source", placeholder: "Find a source", on: { input: narrow } })
      : null,
    list,
  );
}
