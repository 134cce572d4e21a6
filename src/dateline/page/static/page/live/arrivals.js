// Puts blocks in their places. New posts wait behind a button while somebody reads, and are counted
// and marked until they were seen.

import { announce, forget, notify } from "./announce.js";
import { change, firstWords, newsOf, takesBack } from "./changes.js";
import { lastHeard } from "./connection.js";
import { articles, block, byId, counted, isClosed, isEmbed, keep, main } from "./page.js";
import { make, parse, posts, recall, seqOf, word } from "./page.js";
import { go, keepPosition, reload } from "./places.js";
import { retell } from "./since.js";
import { writeDays, writeTimes } from "./times.js";

const PAUSED = "dateline:paused";
const fresh = byId("fresh");
const skip = byId("skip");
const newest = byId("newest");
const pause = byId("pause");
// New posts that are not shown yet, by name.
const held = new Map();
// Changed blocks that are not shown while the reader has paused the page.
const delayed = new Map();
// Names of new posts that belong on a newer page.
const elsewhere = new Set();
const start = seqOf(main.dataset.cursor);
const newestWord = newest.textContent;
const headlineNow = () => block("headline").querySelector("[dir]").textContent;
let headline = headlineNow();
let { title } = document;
let pressed = false;
let paused = recall("localStorage", PAUSED) === true;
let complete;

// Until when this page shows all that it heard of.
export const completeUntil = () => complete ?? lastHeard();

// Each block has the number of the page that a post is on, and 0 for any other block. A text that was
// taken back is in copies too, such as the pin: what comes with its end is shown at once.
export function put(blocks) {
  const all = blocks.map(({ page, html }) => [parse(ranked(html)).firstElementChild, page]);
  for (const [element] of all) writeTimes(element);
  const isUrgent = all.some(([element]) => takesBack(block(element.dataset.block), element));
  // It has the texts as they were when the page was loaded.
  if (isUrgent) {
    document.querySelector('[type$="ld+json"]')?.remove();
    forget();
  }
  for (const [element, page] of all) putElement(element, page, isUrgent);
}

// On the page of a post its headline is the h1, and that of the coverage stands above it: see `_ranked`
// in post_page.py.
function ranked(html) {
  const { own } = main.dataset;
  const isOwn = html.includes(`id="${own}"`);
  return own ? html.replace(isOwn ? /(<\/?)h3\b/g : /(<\/?)h1\b/g, isOwn ? "$1h1" : "$1p") : html;
}

function putElement(element, page, isUrgent) {
  const { block: name, seq, sortKey } = element.dataset;
  const shown = block(name);
  const known = held.get(name) ?? delayed.get(name) ?? shown;
  if (known && Number(known.dataset.seq) >= Number(seq)) return;
  // The headline's block says whether the coverage is closed.
  if (shown && paused && !isUrgent && name !== "headline") return delayed.set(name, element);
  retell(element);
  if (held.has(name)) held.set(name, element);
  else if (shown) renew(shown, element);
  else if (page && belongs(page, sortKey)) arrive(name, page, element);
  else if (page) hearOf(name, element);
}

function renew(there, element) {
  delayed.delete(element.dataset.block);
  // The head of a post's own page has its text: its title, and what it says to other sites.
  if (takesBack(there, element) && there.matches(".one-post article:first-of-type")) reload();
  retell(element);
  change(there, element);
}

// Whether a post is shown on the open page. A page with many posts is shown in parts, each of which
// ends with the sort key `backTo` and begins before the sort key `before`.
function belongs(page, sortKey) {
  const { first, last, backTo, before } = posts.dataset;
  if (page < Number(first) || (last !== "" && page > Number(last))) return false;
  return sortKey >= backTo && (before === "" || sortKey < before);
}

const isWithdrawn = (element) => element.matches(".withdrawn");

// A post of another page: newer than all posts of this one, or changed.
function hearOf(name, element) {
  // It is not among those that there are to read.
  if (isWithdrawn(element)) elsewhere.delete(name);
  else if (elsewhere.has(name)) return;
  const isNewer = element.dataset.sortKey > (articles()[0]?.dataset.sortKey ?? "");
  if (isNewer && !isWithdrawn(element) && Number(element.dataset.first) > start) {
    announce(firstWords(element));
    return elsewhere.add(name);
  }
  const news = !paused && newsOf(undefined, element);
  if (!news) return;
  announce(news);
  if (!isEmbed) notify(news, undefined, element.querySelector(".when a").getAttribute("href"));
}

// There are new posts with these numbers, which are not all known by their blocks.
export function expect(first, last) {
  for (let number = first; number <= last; number += 1) {
    const name = `post-${number}`;
    if (!block(name) && !held.has(name)) elsewhere.add(name);
  }
  count();
}

function arrive(name, page, element) {
  posts.dataset.shown = Math.max(posts.dataset.shown, page);
  if (paused || isReading()) {
    held.set(name, element);
    return;
  }
  insert(element);
  element.classList.add("arrived");
  announce(firstWords(element));
}

// An embed holds all posts: on the page around it, nothing moves by itself.
function isReading() {
  const inPosts = posts.getBoundingClientRect().top < innerHeight / 2 && scrollY > 0;
  const busy = posts.contains(document.activeElement) || !getSelection().isCollapsed;
  return isEmbed || inPosts || pressed || busy;
}

function insert(element) {
  posts.querySelector(".nothing")?.remove();
  const older = articles().find((each) => each.dataset.sortKey < element.dataset.sortKey);
  if (older) older.before(element);
  else posts.append(element);
  writeDays();
  element.dataset.unread = "";
  seen.observe(element);
}

// Tells nothing while the tab is hidden, because nothing is drawn then.
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting || document.hidden) continue;
    seen.unobserve(target);
    target.removeAttribute("data-unread");
  }
  count();
}, { rootMargin: "-50px 0px 0px" });

// Shows what was held back. Returns the new posts, the oldest first.
function release() {
  const elements = [...held.values()].sort((a, b) => (a.dataset.sortKey < b.dataset.sortKey ? -1 : 1));
  const before = articles()[0];
  held.clear();
  keepPosition(() => {
    elements.forEach(insert);
    if (elements.length) markPosition(before);
  });
  applyChanges();
  count();
  return elements;
}

function applyChanges() {
  for (const [name, element] of delayed) renew(block(name), element);
}

function markPosition(before) {
  posts.querySelector(".been")?.remove();
  before?.before(make("p", { className: "been", textContent: word("been") }));
}

export function count() {
  const unread = posts.querySelectorAll("[data-unread]").length;
  const waiting = [...held.values()].filter((each) => !isWithdrawn(each)).length;
  fresh.hidden = waiting === 0;
  fresh.textContent = counted("new", waiting);
  skip.hidden = waiting < 2;
  const text = elsewhere.size ? counted("newer", elsewhere.size) : unread && counted("new", unread);
  newest.textContent = text || newestWord;
  writePause();
  complete = held.size + delayed.size ? completeUntil() : undefined;
  writeTitle(waiting + unread + elsewhere.size);
}

// The title has the headline of the coverage, and may have more, such as the name of the publication.
function writeTitle(all) {
  title = title.replace(headline, headlineNow);
  headline = headlineNow();
  document.title = all ? `(${all}) ${title}` : title;
}

function writePause() {
  const more = delayed.size ? `: ${counted("changes", delayed.size)}` : "";
  pause.querySelector("span").textContent = word(paused ? "resume" : "pause") + more;
  pause.dataset.paused = paused;
  pause.hidden = isClosed() && !paused;
}

export function listen() {
  count();
  pause.addEventListener("click", () => {
    paused = !paused;
    keep("localStorage", PAUSED, paused);
    if (!paused) applyChanges();
    count();
  });
  fresh.addEventListener("click", () => go(release()[0]));
  skip.addEventListener("click", () => go(release().at(-1)));
  newest.addEventListener("click", (event) => {
    if (isEmbed || posts.dataset.last !== "") return;
    event.preventDefault();
    release();
    go(articles()[0] ?? posts);
  });
  // An observer tells only changes, and it may have told them while the tab was hidden.
  document.addEventListener("visibilitychange", () => {
    seen.disconnect();
    for (const each of posts.querySelectorAll("[data-unread]")) seen.observe(each);
  });
  addEventListener("pointerdown", () => (pressed = true));
  addEventListener("pointerup", () => (pressed = false));
  addEventListener("pointercancel", () => (pressed = false));
}
