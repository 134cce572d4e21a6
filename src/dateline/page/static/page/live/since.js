// Tells a reader who was away what they missed. The server writes the list.

import { firstWords, noteOf } from "./changes.js";
import { position } from "./connection.js";
import { ask, byId, clockOf, isEmbed, keep, parse, recall, slug } from "./page.js";
import { keepPosition } from "./places.js";

const VISIT = `dateline:${slug}`;
const AWAY = 5 * 60_000;
const since = byId("since");
let left = recall("localStorage", VISIT);

// Stores the reader's cursor for their next visit. On a site of ours, an embed shares the storage of the
// pages, and cannot tell what was missed.
export function remember(cursor) {
  if (!isEmbed && !document.hidden) keep("localStorage", VISIT, { cursor, at: Date.now() });
}

export function watchAbsence() {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = { cursor: position(), at: Date.now() };
    else sinceYouLeft().then(() => remember(position()));
  });
}

export async function sinceYouLeft() {
  const last = left;
  left = undefined;
  if (since && last && Date.now() - last.at >= AWAY) await tellSince(last).catch(() => {});
}

// Shows what was missed since the cursor and time of `last`. Returns the sentence; null if that was nothing.
export async function tellSince({ cursor, at }) {
  const answer = await ask(`missed/?after=${cursor}`);
  const found = parse(await answer.text());
  const sentence = found.querySelector("p");
  if (!since || !sentence) return null;
  sentence.textContent = sentence.textContent.replace("{time}", clockOf(at));
  keepPosition(() => {
    since.replaceChildren(found);
    since.hidden = false;
  });
  return sentence;
}

// No line says what its block no longer says.
export function retell(element) {
  const link = since?.querySelector(`[data-of="${element.dataset.block}"]`);
  if (!link) return;
  link.textContent = element.dataset.news ?? noteOf(element)?.textContent ?? firstWords(element);
}
