// Elements, icons and what is said to screen readers. Text reaches the page through here, and only ever as text.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  add: "M12 5v14M5 12h14",
  article: "M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h5",
  back: "M15 5l-7 7 7 7",
  calendar: "M5 5h14v15H5zM5 10h14M9 3v4M15 3v4",
  check: "M5 12.5l4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  deny: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM6 6l12 12",
  differ: "M7 4v16M7 4L4 7M7 4l3 3M17 20V4M17 20l-3-3M17 20l3-3",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  filter: "M4 6h16M7 12h10M10 18h4",
  forward: "M9 5l7 7-7 7",
  link: "M14 5h5v5M19 5l-8 8M11 6H5v13h13v-6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  none: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5M8 11h6",
  note: "M12 8v5M12 16.5h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  paste: "M8 5H5v16h14V5h-3M9 3h6v4H9z",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  retry: "M19 12a7 7 0 1 1-2-5M17 3v4h-4",
  summary: "M5 4h14M5 8h14M5 12h8M17 12v8M13.5 16.5L17 20l3.5-3.5",
  unclear: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8M12 16.5h.01",
  upload: "M12 16V5M7 9l5-5 5 5M5 20h14",
};

/**
 * An element. `props`: `text` is its text, `on` its listeners by event, `class`, `dataset`, and attributes by their names;
 * those that are null, undefined or false are left out. Children are nodes; a string becomes text.
 */
export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") made.textContent = value;
    else if (name === "on") for (const [event, heard] of Object.entries(value)) made.addEventListener(event, heard);
    else if (name === "dataset") Object.assign(made.dataset, value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** A decorative drawing of a line's width; what it means is said in words beside it or in a label. */
export function icon(name) {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  drawn.append(path);
  return drawn;
}

/** A button with a label in words, an icon, or both. */
export function button(label, onClick, { kind = "", shows = null, title = null, wordless = false, ...attributes } = {}) {
  return h(
    "button",
    {
      type: "button",
      class: wordless ? `icon-button ${kind}` : `button ${kind}`,
      "aria-label": wordless ? label : null,
      title: wordless ? title ?? label : title,
      on: onClick ? { click: onClick } : {},
      ...attributes,
    },
    shows ? icon(shows) : null,
    wordless ? null : h("span", { text: label }),
  );
}

/** A list's row that says why it could not be filled, with a way to try again. */
export const unfilled = (error, again) =>
  h("li", { class: "empty-list" }, h("p", { text: [error.what, error.fix].filter(Boolean).join(" ") }), button("Try again", again, { shows: "retry", kind: "small" }));

export const byId = (id) => document.getElementById(id);

/** Words that came from outside: their direction is their own, and ends with them. */
export const foreign = (text, tag = "bdi", props = {}) => h(tag, { dir: "auto", ...props, text });

let said = 0;

/** Have a screen reader say this once it is idle. Called for what was waited for, never for every step. */
export function announce(text) {
  const live = byId("live");
  live.textContent = "";
  clearTimeout(said);
  said = setTimeout(() => (live.textContent = text), 60); // a change that comes later is heard even of the same words
}

/** Something that was done, shown for a while. */
export function toast(text) {
  const gone = () => shown.remove();
  const shown = h("div", { class: "toast" }, h("p", { text }), button("Dismiss", gone, { shows: "close", wordless: true }));
  byId("toasts").replaceChildren(shown);
  announce(text);
  setTimeout(gone, 8000);
}

/** Put a text on the clipboard, and say whether that worked. */
export async function copyText(text) {
  try {
    if (!(await navigator.clipboard?.writeText(text).then(() => true, () => false))) copySelected(text);
    toast("Copied with its source.");
  } catch {
    toast("The browser didn’t let it be copied.");
  }
}

/** The way that is left where the page has come over plain HTTP from another computer, or isn't trusted with the clipboard. */
function copySelected(text) {
  const held = h("textarea", { class: "hidden-text", "aria-hidden": "true" });
  const focused = document.activeElement;
  held.value = text;
  document.body.append(held);
  held.select();
  const isCopied = document.execCommand("copy");
  held.remove();
  focused?.focus();
  if (!isCopied) throw new Error("not copied");
}

export const isReduced = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
