// The server: JSON, streams of events, and what went wrong. Knows the shapes of HTTP, nothing of the page.

const KEY = "api-key";
let askForKey = async () => null;
let asking = null;

/** What went wrong, and the fix, as the server said it. */
export class Problem extends Error {
  constructor({ title, detail, fix, status = 0 }) {
    super(detail || title || "Something went wrong.");
    this.what = this.message;
    this.fix = fix ?? "";
    this.status = status;
  }
}

/** How a person is asked for the server's key: a function of a word why that gives the key, or null. */
export const onKeyNeeded = (ask) => (askForKey = ask);

/** A request; returns what the reply's JSON says, null for a reply without one. Throws Problem, or AbortError. */
export async function call(path, { method = "GET", json, form, signal } = {}) {
  const reply = await request(path, { method, json, form, signal });
  return reply.status === 204 ? null : reply.json();
}

/** A file: its bytes as a Blob. */
export const file = async (path) => (await request(path, {})).blob();

/** A request answered by server-sent events: `{event, data}`, one by one. Leaving the loop drops the connection. */
export async function* events(path, json, signal) {
  const reply = await request(path, { method: "POST", json, signal, accept: "text/event-stream" });
  const reader = reply.body.getReader();
  const decoder = new TextDecoder();
  let held = "";
  try {
    for (;;) {
      const { value, done } = await read(reader, signal);
      held += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const blocks = held.replaceAll("\r\n", "\n").split("\n\n");
      held = done ? "" : blocks.pop();
      for (const block of blocks) {
        const event = parsed(block);
        if (event?.event === "problem") throw new Problem(event.data);
        if (event) yield event;
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function read(reader, signal) {
  try {
    return await reader.read();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem({ title: "The connection broke off.", fix: "Try again." });
  }
}

function parsed(block) {
  let event = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return data.length ? { event, data: JSON.parse(data.join("\n")) } : null; // a comment is a heartbeat
}

async function request(path, { method = "GET", json, form, signal, accept = "application/json" }) {
  for (let why = ""; ; why = "That key was not accepted.") {
    const headers = { Accept: accept };
    const key = sessionStorage.getItem(KEY);
    if (key) headers.Authorization = `Bearer ${key}`;
    if (json !== undefined) headers["Content-Type"] = "application/json";
    const body = json === undefined ? form : JSON.stringify(json);
    const reply = await reached(path, { method, headers, body, signal, cache: "no-store", redirect: "error" });
    if (reply.ok) return reply;
    const problem = await problemOf(reply);
    if (reply.status !== 401 || !(await newKey(why || (key ? "That key was not accepted." : ""), key))) throw problem;
  }
}

async function reached(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem({ title: "The server can’t be reached.", fix: "Is “rag serve” still running? Start it, then try again." });
  }
}

async function problemOf(reply) {
  try {
    return new Problem({ ...(await reply.json()), status: reply.status });
  } catch {
    return new Problem({ title: `The server refused (${reply.status}).`, fix: "Try again.", status: reply.status });
  }
}

/** Ask for a key once, however many requests wait for it. True where there is another one now than `tried`. */
async function newKey(why, tried) {
  const now = sessionStorage.getItem(KEY);
  if (now && now !== tried) return true;
  asking ??= askForKey(why).finally(() => (asking = null));
  const given = await asking;
  if (!given) return false;
  sessionStorage.setItem(KEY, given);
  return true;
}
