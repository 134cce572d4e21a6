// Tells screen readers what is new, at most once in ten seconds, and shows notices of changes that are
// out of sight.

import { byId, counted } from "./page.js";
import { go } from "./places.js";

const told = byId("told");
const notice = byId("notice");
const EVERY = 10_000;
const texts = [];
let speaking;
let spoken = -EVERY;
let subject;

// Several texts in a short time are announced as a number.
export function announce(text) {
  if (!text) return;
  texts.push(text);
  speaking ??= setTimeout(speak, Math.max(1000, spoken + EVERY - performance.now()));
}

// Says at once what the reader has just done.
export const acknowledge = (text) => (told.textContent = text);

// After a text was taken back: neither the last announcement nor the notice keeps it.
export function forget() {
  told.textContent = notice.querySelector("a").textContent = "";
  notice.hidden = true;
}

function speak() {
  told.textContent = texts.length === 1 ? texts[0] : counted("tidings", texts.length);
  texts.length = 0;
  speaking = undefined;
  spoken = performance.now();
}

// Shows one sentence with a link to an element of this page, or to the address `href`.
export function notify(text, element, href) {
  const link = notice.querySelector("a");
  subject = element;
  link.textContent = text;
  link.href = href ?? `#${element.id}`;
  notice.hidden = false;
}

const dismiss = () => (notice.hidden = true);
notice.querySelector("a").addEventListener("click", (event) => {
  dismiss();
  if (!subject?.isConnected) return;
  event.preventDefault();
  go(subject);
});
notice.querySelector("button").addEventListener("click", dismiss);
