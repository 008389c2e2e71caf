// Where in an answer's text its claims stand, and the numbers of its sources.

import { known, oneLine } from "./text.js";

export const keyOf = (citation) => `${citation.article_id}:${citation.start}:${citation.end}`;

/** The citations in the order of the claims, each once: a Map from their keys to `{number, citation}`. */
export function numbered(claims) {
  const numbers = new Map();
  for (const claim of claims) {
    for (const citation of claim.citations) {
      if (!numbers.has(keyOf(citation))) numbers.set(keyOf(citation), { number: numbers.size + 1, citation });
    }
  }
  return numbers;
}

/** An answer's lines: `{bullet, differs, apart, pieces}`; a piece is `{text}` or `{text, claim}`. Lines that differ give
 * accounts that do; one that is apart comes after an empty line. */
export function lines(answer) {
  const spans = found(answer);
  const differing = new Set((answer.disagreements ?? []).flat().map((place) => answer.claims[place]));
  const all = [];
  let [at, apart] = [0, false];
  for (const line of answer.text.split("\n")) {
    const end = at + line.length;
    const bullet = /^[•-] /.test(line);
    const inside = spans.filter((span) => span.start >= at && span.start < end);
    if (line.trim()) {
      all.push({ bullet, differs: inside.some(({ claim }) => differing.has(claim)), apart, pieces: pieces(answer.text, at + (bullet ? 2 : 0), end, inside) });
    }
    apart = !line.trim();
    at = end + 1;
  }
  return all;
}

function found(answer) {
  const spans = [];
  let done = 0;
  for (const claim of answer.claims) {
    for (const words of [claim.text, oneLine(claim.citations[0]?.quote ?? "")]) {
      const start = words ? answer.text.indexOf(words, done) : -1;
      if (start >= 0) {
        done = start + words.length;
        spans.push({ start, end: done, claim });
        break;
      }
    }
  }
  return spans;
}

function pieces(text, from, to, spans) {
  const made = [];
  let at = from;
  for (const { start, end, claim } of spans) {
    if (start > at) made.push({ text: text.slice(at, start) });
    made.push({ text: text.slice(start, end), claim });
    at = end;
  }
  if (at < to) made.push({ text: text.slice(at, to) });
  return made;
}

/** The words that answer, and the sentence they are taken from: "19" of "19 — The number of people …". */
export function leadOf(claim) {
  const cut = claim.text.indexOf(" — ");
  if (cut < 0 || cut > 90) return null;
  const rest = claim.text.slice(cut + 3);
  const first = claim.citations[0]?.quote;
  return first && oneLine(rest).startsWith(oneLine(first).slice(0, 40)) ? { lead: claim.text.slice(0, cut), rest } : null;
}

/** An answer as plain text with the numbers of its sources, and the sources with their quotes. */
export function plain(question, answer) {
  const numbers = numbered(answer.claims);
  const body = lines(answer).map(
    (line) =>
      (line.bullet ? "• " : "") +
      line.pieces
        .map((piece) => piece.text + (piece.claim ? ` ${[...numbered([piece.claim]).keys()].map((key) => `[${numbers.get(key).number}]`).join("")}` : ""))
        .join(""),
  );
  const cited = [...numbers.values()].map(({ number, citation }) => `[${number}] ${known(citation)}\n    “${oneLine(citation.quote)}”`);
  const near = numbers.size ? [] : answer.nearest.map((citation) => `- ${known(citation)}\n    “${oneLine(citation.quote)}”`);
  return [
    question,
    "",
    ...body,
    ...(answer.reason && !answer.text.includes(answer.reason) ? [answer.reason] : []),
    ...(cited.length ? ["", "Sources", ...cited] : []),
    ...(near.length ? ["", "Nearest in the articles", ...near] : []),
    ...(answer.note ? ["", `Note: ${answer.note}`] : []),
  ].join("\n");
}
