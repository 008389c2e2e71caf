// Dialogs: confirm, ask for a line, the server's key, the shortcuts. The browser's own <dialog> keeps the focus in and gives it back.

import { button, h } from "./dom.js";
import { kept } from "./state.js";

/**
 * Show a dialog; resolves with what `done(value)` was given, null when it was dismissed.
 * `content(done)` gives the nodes of its form; submitting the form calls `submit()` for the value.
 */
export function open(title, content, { submit = () => true, wide = false } = {}) {
  return new Promise((resolve) => {
    let value = null;
    const done = (given) => {
      value = given;
      shown.close();
    };
    const form = h("form", {
      on: {
        submit: (event) => {
          event.preventDefault();
          const given = submit(form);
          if (given !== null) done(given);
        },
      },
    });
    const heading = h("h2", { id: "dialog-title", tabindex: "-1", text: title });
    const close = button("Close", () => done(null), { shows: "close", wordless: true });
    const shown = h(
      "dialog",
      { class: wide ? "wide" : "", "aria-labelledby": "dialog-title" },
      h("div", { class: "dialog-head" }, heading, close),
      form,
    );
    form.append(...[content(done)].flat());
    shown.addEventListener("close", () => {
      shown.remove();
      resolve(value);
    });
    shown.addEventListener("click", (event) => event.target === shown && done(null));
    document.body.append(shown);
    shown.showModal();
    (form.querySelector("[autofocus]") ?? heading).focus();
  });
}

const actions = (done, ...buttons) => h("div", { class: "actions" }, button("Cancel", () => done(null)), ...buttons);

/** Whether that is really meant; what is destroyed is named. */
export const confirm = (title, text, yes) =>
  open(title, (done) => [
    h("p", { dir: "auto", text }),
    actions(done, button(yes, null, { kind: "danger", type: "submit", autofocus: true })),
  ]);

/** A line of text, or null. */
export const askLine = (title, label, value, yes) =>
  open(
    title,
    (done) => [
      h("label", { class: "field" }, h("span", { text: label }), h("input", { name: "line", value, required: true, maxlength: 200, dir: "auto", autofocus: true })),
      actions(done, button(yes, null, { kind: "primary", type: "submit" })),
    ],
    { submit: (form) => form.elements.line.value.trim() || null },
  );

export const askKey = (why) =>
  open(
    "This server asks for a key",
    (done) => [
      why ? h("p", { class: "wrong", role: "alert", text: why }) : null,
      h("p", { text: "It was set as RAG_API_KEY where the server was started. It is kept until this tab is closed." }),
      h("label", { class: "field" }, h("span", { text: "Key" }), h("input", { name: "key", type: "password", required: true, autocomplete: "off", autofocus: true })),
      actions(done, button("Continue", null, { kind: "primary", type: "submit" })),
    ].filter(Boolean),
    { submit: (form) => form.elements.key.value.trim() || null },
  );

const SHORTCUTS = [
  ["/", "Write a question"],
  ["Enter", "Ask; Shift + Enter begins a new line"],
  ["↑", "The last question again, to change it"],
  ["Esc", "Stop an answer; close the article or a panel"],
  ["N", "New conversation"],
  ["C", "Conversations"],
  ["L", "Articles"],
  ["A", "Add articles"],
  ["F", "Which articles to ask"],
  ["S", "Summarise"],
  ["[  ]", "Previous and next sentence cited"],
  ["?", "This list"],
];

export const usesKeys = () => kept.get("keys") !== "off";

export const showShortcuts = () =>
  open("Keyboard shortcuts", () => [
    h("dl", { class: "keys" }, SHORTCUTS.map(([key, what]) => h("div", {}, h("dt", {}, h("kbd", { text: key })), h("dd", { text: what })))),
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", checked: usesKeys(), on: { change: (event) => kept.set("keys", event.target.checked ? "on" : "off") } }),
      h("span", { text: "Single keys work while no field has the focus" }),
    ),
  ]);
