// Changes a block in place, so that focus and selection stay where they are, and finds out what is new
// in it.

import { announce, notify } from "./announce.js";
import { isEmbed, word } from "./page.js";
import { barHeight, keepPosition } from "./places.js";

const NOTES = ".change:not(.quiet), .tombstone";
// Notes of texts that readers must no longer see, or no longer believe.
const ENDS = '.tombstone, .retraction, .erased, [class="change"]';
const CONTENT = "h1, h2:not(.label), h3, li, p:not(.bylines, .pin-label, .when, .kicker, .change)";
// Attributes that the reader and this script set.
const OWN = ["data-unread", "open", "tabindex"];

export function change(there, element) {
  const news = newsOf(there, element);
  const selected = selectionIn(there);
  keepPosition(() => morph(there, element));
  // Read in between, so that the animation begins again.
  there.classList.remove("changed");
  if (there.offsetWidth) there.classList.add("changed");
  if (selected && String(getSelection()) !== selected) notify(word("selection"), there);
  announce(news);
  const { top, bottom } = there.getBoundingClientRect();
  if (news && !isEmbed && (bottom < barHeight() || top > innerHeight)) notify(news, there);
}

function selectionIn(element) {
  const selection = getSelection();
  return selection.containsNode(element, true) && String(selection);
}

// The sentence to announce: what the server says or a note that was not there and, above the posts, the
// first new words. A revision of a post says nothing.
export function newsOf(there, element) {
  const { changed, news } = element.dataset;
  const isNew = isMissingIn(there);
  const note = noteOf(element);
  const isFront = !element.matches("article, nav");
  const words = isFront && [...element.querySelectorAll(CONTENT)].find(isNew)?.textContent;
  const isLater = news && Number(changed) > Number(there?.dataset.changed ?? 0);
  const said = isLater ? news : note && isNew(note) ? note.textContent : words && element.ariaLabel;
  if (!words || said?.includes(words)) return said;
  return said ? `${said}: ${words}` : words;
}

// Whether an element tells that a text was withdrawn, retracted or removed, and the one there does not.
export const takesBack = (there, element) => [...element.querySelectorAll(ENDS)].some(isMissingIn(there));

function isMissingIn(there) {
  const had = there?.textContent ?? "";
  return (each) => !had.includes(each.textContent);
}

export const noteOf = (element) => [...element.querySelectorAll(NOTES)].at(-1);

// By headline or first words, never by the byline.
export const firstWords = (article) =>
  article.querySelector(".body :is(h1, h3, p:not(.bylines), li)")?.textContent ?? "";

// Makes an element like another, and leaves alone what is alike in both.
function morph(there, wanted) {
  copyAttributes(there, wanted);
  const [old, fresh] = [[...there.childNodes], [...wanted.childNodes]];
  while (old.length && fresh[0]?.isEqualNode(old[0])) {
    old.shift();
    fresh.shift();
  }
  let after = null;
  while (old.length && fresh.at(-1)?.isEqualNode(old.at(-1))) {
    after = old.pop();
    fresh.pop();
  }
  for (const each of fresh) {
    const one = old[0];
    if (one?.nodeName !== each.nodeName) there.insertBefore(each, one ?? after);
    else if (one.nodeType === Node.TEXT_NODE) rewrite(old.shift(), each.data);
    else morph(old.shift(), each);
  }
  for (const each of old) each.remove();
}

function copyAttributes(there, wanted) {
  for (const { name } of [...there.attributes]) {
    if (!wanted.hasAttribute(name) && !OWN.includes(name)) there.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (there.getAttribute(name) !== value) there.setAttribute(name, value);
  }
}

// Replaces only the characters that differ: a selection beside them stays.
function rewrite(text, wanted) {
  const old = text.data;
  const shorter = Math.min(old.length, wanted.length);
  let start = 0;
  while (start < shorter && old[start] === wanted[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === wanted.at(-1 - end)) end += 1;
  text.replaceData(start, old.length - start - end, wanted.slice(start, wanted.length - end));
}
