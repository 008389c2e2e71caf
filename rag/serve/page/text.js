// Offsets, days and lines. The server counts code points, JavaScript UTF-16 units: only here is one made of the other.

/** The UTF-16 offset of the code point at `point`. */
export function unitOf(text, point) {
  let unit = 0;
  for (let passed = 0; passed < point && unit < text.length; passed += 1) {
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  return unit;
}

/** Where a citation stands in this text, in UTF-16 units; null where its words are there no more. */
export function placeOf(text, citation) {
  const start = unitOf(text, citation.start);
  const end = start + citation.quote.length;
  if (text.slice(start, end) === citation.quote) return { start, end };
  const elsewhere = text.indexOf(citation.quote);
  return elsewhere < 0 ? null : { start: elsewhere, end: elsewhere + citation.quote.length };
}

/** The paragraphs of a text, each with its UTF-16 offset. */
export function paragraphs(text) {
  const found = [];
  for (const match of text.matchAll(/[^\n](?:[^]*?[^\n])??(?=\n\s*\n|\s*$)/g)) {
    found.push({ start: match.index, text: match[0] });
  }
  return found;
}

export const oneLine = (text) => text.split(/\s+/).filter(Boolean).join(" ");

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** "12 May 2026" of an ISO date or time; months and years are given as exactly as they come. */
export function day(iso) {
  if (!iso) return "";
  const date = iso.slice(0, 10);
  if (/^\d{4}$/.test(date)) return date;
  if (/^\d{4}-\d{2}$/.test(date)) return MONTH.format(new Date(`${date}-01T00:00:00Z`));
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? date : DAY.format(at);
}

/** "today", "yesterday", or the day. */
export function lately(iso, now = new Date()) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return days === 1 ? "yesterday" : at.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;

/** Title, source and day, as far as they are known, on one line. */
export const known = (citation) => [citation.title, citation.source, day(citation.published)].filter(Boolean).join(" · ");

/** An address that may be opened, or null: nothing but http and https. */
export function webAddress(url) {
  try {
    const parsed = new URL(url);
    return parsed.protocol === "https:" || parsed.protocol === "http:" ? parsed.href : null;
  } catch {
    return null;
  }
}
