// What several parts of the page share: the scope of questions, how many articles there are, and where in the page one is.

/** "articles" when the library changed, "scope" when the filters did, "chats" when a conversation did, "route", "cited", "shown" when an earlier conversation stands there. */
export const bus = new EventTarget();
export const tell = (what) => bus.dispatchEvent(new Event(what));
export const hear = (what, heard) => bus.addEventListener(what, heard);

export const library = { total: null, sources: [] };

/** The articles that questions, summaries and the list are about; empty is all. */
export const scope = { since: "", until: "", sources: [] };

export function setScope(changes) {
  Object.assign(scope, changes);
  tell("scope");
}

export const isScoped = () => Boolean(scope.since || scope.until || scope.sources.length);

/** The scope as a request's fields. */
export function scopeFields() {
  return {
    ...(scope.since && { since: scope.since }),
    ...(scope.until && { until: scope.until }),
    ...(scope.sources.length && { sources: scope.sources }),
  };
}

/** A scope, and other fields, as the query of an address that lists articles. */
export function listed({ since, until, sources }, fields) {
  const query = new URLSearchParams(fields);
  if (since) query.set("since", since);
  if (until) query.set("until", until);
  for (const one of sources) query.append("source", one);
  return `/api/articles?${query}`;
}

/** Where one is, kept in the address so that a reload or Back finds it: view, chat, article, from, to. */
export function route() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Go elsewhere; a null leaves that out. `replace` makes it no step that Back would undo. False where one is there already. */
export function go(changes, { replace = false } = {}) {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...route(), ...changes })) if (value !== null && value !== "") next.set(name, value);
  const hash = next.toString();
  if (hash === location.hash.slice(1)) return false;
  history[replace ? "replaceState" : "pushState"](null, "", hash ? `#${hash}` : location.pathname + location.search);
  tell("route");
  return true;
}

/** A setting of this browser; storage may be switched off. */
export const kept = {
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // It holds until the page is closed.
    }
  },
};
