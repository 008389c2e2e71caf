// The conversation in the middle: questions, answers as they stream, stop, try again, copy.

import { chooseFiles, pasteText } from "./adding.js";
import { howWritten, partial, problem, whole } from "./answer.js";
import { Problem, call, events } from "./api.js";
import { hideCard } from "./cite.js";
import { announce, button, byId, copyText, foreign, h, isReduced, toast } from "./dom.js";
import { leadOf, plain } from "./marks.js";
import { go, hear, isScoped, library, route, scopeFields, setScope, tell } from "./state.js";
import { summariseOnly } from "./summary.js";
import { day } from "./text.js";
import { welcome } from "./welcome.js";

const STAGES = { rewrite: "Reading the question…", retrieve: "Searching the articles…", rerank: "Reading the articles…", write: "Writing…", verify: "Checking against the articles…" };
const NEAR = 80; // pixels from the end at which the view follows what is written

let chatId = null;
let running = null; // what stops the answer that is being written
let shown = 0; // counts what was asked to be shown, so that a slow reply doesn't overtake a later one

const turns = () => byId("turns");
export const isAsking = () => running !== null;

export function stop() {
  running?.abort();
  running = null;
  tell("asking");
}

/** Show the conversation of the address, or the beginning of a new one. */
export async function showConversation() {
  const wanted = route().chat ?? null;
  if (wanted === chatId && turns().childElementCount) return;
  stop();
  hideCard();
  const turn = ++shown;
  chatId = wanted;
  if (!wanted) {
    turns().replaceChildren(welcome(ask));
    return;
  }
  try {
    const chat = await call(`/api/chats/${encodeURIComponent(wanted)}`);
    if (turn !== shown) return;
    turns().replaceChildren(...chat.turns.map(told));
    turns().querySelectorAll(".turn:not(:last-child) .choices").forEach((one) => one.remove());
    turns().lastElementChild?.scrollIntoView({ block: "start" });
    tell("shown");
  } catch (error) {
    if (turn !== shown) return;
    turns().replaceChildren(problem(error, () => { chatId = undefined; showConversation(); }), button("New conversation", () => startNew(), { kind: "primary", shows: "add" }));
  }
}

/** Begin a conversation; it is kept with its first answer. */
export function startNew() {
  stop();
  chatId = undefined;
  go({ chat: null, view: null, article: null, from: null, to: null });
  showConversation();
  byId("question").focus();
}

/** The beginning anew, when the library has changed under it. */
export const refreshWelcome = () => turns().querySelector(".welcome")?.replaceWith(welcome(ask));

function told({ question, answer, asked }) {
  const turn = newTurn(question, asked);
  turn.finish(answer);
  return turn.node;
}

/** Ask, and show the answer statement by statement. */
export async function ask(question) {
  if (running) return;
  turns().querySelector(".welcome")?.remove();
  turns().querySelectorAll(".live").forEach((one) => one.classList.remove("live"));
  turns().querySelectorAll(".choices").forEach((one) => one.remove()); // they went on from there
  const turn = newTurn(question);
  turn.node.classList.add("live");
  turns().append(turn.node);
  turn.node.scrollIntoView({ block: "start", behavior: isReduced() ? "instant" : "smooth" });
  const mine = (running = new AbortController());
  tell("asking");
  announce("Searching the articles");
  const again = () => { turn.node.remove(); ask(question); };
  try {
    const path = chatId ? `/api/chats/${encodeURIComponent(chatId)}/ask` : "/api/chats";
    for await (const { event, data } of events(path, { question, ...scopeFields() }, mine.signal)) {
      if (event === "stage") turn.stage(STAGES[data.name]);
      else if (event === "claim") turn.claim(data);
      else if (event === "answer") turn.finish(data);
      else if (event === "chat" && !mine.signal.aborted) {
        chatId = data.id;
        go({ chat: chatId }, { replace: true });
      }
    }
    if (!turn.answer) throw new Problem({ title: "The answer broke off.", fix: "Ask again." });
    announce(turn.answer.status === "not_in_articles" ? `Not in the articles. ${turn.answer.reason ?? ""}` : turn.answer.text);
  } catch (error) {
    if (turn.answer) toast(error.what ?? "The connection broke off after the answer.");
    else if (mine.signal.aborted) turn.stopped(again);
    else turn.failed(error, again);
  } finally {
    if (running === mine) running = null;
    tell("asking");
    tell("chats");
  }
}

function newTurn(question, asked = null) {
  const body = h("div", { class: "answer", "aria-busy": "true" });
  const waiting = h("p", { class: "stage" }, h("span", { class: "dots", "aria-hidden": "true" }), h("span", { class: "stage-name", text: STAGES.retrieve }));
  const foot = h("div", { class: "turn-foot" });
  const node = h("article", { class: "turn", "aria-label": question }, foreign(question, "h2", { class: "question" }), body, waiting, foot);
  const claims = [];
  let drawing = 0;

  const settle = (...shownNodes) => {
    cancelAnimationFrame(drawing);
    waiting.remove();
    body.removeAttribute("aria-busy");
    body.replaceChildren(...shownNodes);
  };
  return {
    node,
    answer: null,
    stage(name) {
      if (name) waiting.querySelector(".stage-name").textContent = name;
    },
    claim(claim) {
      claims.push(claim);
      cancelAnimationFrame(drawing);
      drawing = requestAnimationFrame(() => {
        const isNear = turns().scrollHeight - turns().scrollTop - turns().clientHeight < NEAR;
        body.append(...partial(claims).slice(body.childElementCount)); // what stands there stays as it is
        if (isNear) turns().scrollTop = turns().scrollHeight;
      });
    },
    finish(answer) {
      this.answer = answer;
      settle(...whole(answer));
      choices(body, question, answer);
      if (answer.read_as) node.querySelector(".question").after(h("p", { class: "read-as" }, "Read as: ", foreign(answer.read_as)));
      foot.append(h("p", { class: "faint", text: [howWritten(answer), asked ? `asked ${day(asked)}` : null].filter(Boolean).join(" · ") }), h("div", { class: "turn-actions" }, copyButton(question, answer), summaryButton(question, answer), button("Ask again", () => ask(question), { shows: "retry", kind: "quiet small" })));
    },
    stopped(again) {
      settle(...partial(claims), h("div", { class: "stopped" }, h("p", { text: claims.length ? "Stopped. What had been written by then stands above; it is not kept." : "Stopped." }), button("Try again", again, { shows: "retry" })));
      announce("Stopped");
    },
    failed(error, again) {
      settle(...partial(claims), problem(error, again));
      announce([error.what, error.fix].filter(Boolean).join(" ") || "Something went wrong.");
    },
  };
}

/** Ways on from an answer that is none: whom it was about, all articles where only some were asked, some where there are none. */
function choices(body, question, answer) {
  const leads = answer.status === "ambiguous" ? [...new Set(answer.claims.map((claim) => leadOf(claim)?.lead).filter(Boolean))] : [];
  const ways = leads.map((lead) => button(lead, () => ask(`What about ${lead}?`), { kind: "small", dir: "auto" }));
  if (answer.status === "not_in_articles" && isScoped()) {
    const everywhere = () => {
      setScope({ since: "", until: "", sources: [] });
      ask(question);
    };
    ways.push(button("Ask all articles", everywhere, { kind: "small", shows: "retry" }));
  }
  if (answer.status === "not_in_articles" && library.total === 0) ways.push(button("Add files", chooseFiles, { kind: "small", shows: "upload" }), button("Paste text", () => pasteText(), { kind: "small", shows: "paste" }));
  if (ways.length) body.querySelector(".banner").after(h("div", { class: "choices" }, ways));
}

function summaryButton(question, answer) {
  const ids = [...new Set(answer.claims.flatMap((claim) => claim.citations.map((one) => one.article_id)))];
  if (answer.status !== "answered" || !ids.length) return null;
  return button("Summarise sources", () => summariseOnly(ids, `the sources of “${question}”`), { shows: "summary", kind: "quiet small" });
}

function copyButton(question, answer) {
  return button("Copy with sources", () => copyText(plain(question, answer)), { shows: "copy", kind: "quiet small" });
}

/** The box for questions: Enter asks; the button stops what is being answered. */
export function watchComposer() {
  const [form, field, send] = [byId("composer"), byId("question"), byId("send")];
  const [up, square] = [send.firstElementChild.firstElementChild.getAttribute("d"), "M7 7h10v10H7z"];
  const submit = () => {
    const question = field.value.trim();
    if (running || !question) return field.focus();
    field.value = "";
    return ask(question);
  };
  if (!CSS.supports("field-sizing", "content")) {
    const grow = () => {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    };
    field.addEventListener("input", grow);
    hear("asking", grow);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) stop();
    else submit();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowUp" && !field.value) {
      event.preventDefault();
      field.value = turns().querySelector(".turn:last-child .question")?.textContent ?? "";
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!running) submit();
  });
  return () => {
    send.setAttribute("aria-label", running ? "Stop" : "Ask");
    send.classList.toggle("stops", Boolean(running));
    send.firstElementChild.firstElementChild.setAttribute("d", running ? square : up);
  };
}
