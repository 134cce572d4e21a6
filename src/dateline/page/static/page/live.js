// Keeps an open page up to date. Inserts each block from the stream once, and never scrolls the text
// that is being read. The page is complete without this script.

const main = document.querySelector("main[data-cursor]");
const posts = document.getElementById("posts");
const liveness = document.getElementById("liveness");
const told = document.getElementById("told");
const fresh = document.getElementById("fresh");
const zone = document.getElementById("zone");
const trusted = window.trustedTypes?.createPolicy("dateline", { createHTML: (html) => html });
const held = new Map(); // posts that are not shown yet, behind the button "3 new posts", by name
const words = JSON.parse(document.getElementById("words").textContent);
const plural = new Intl.PluralRules(document.documentElement.lang);
const memory = `dateline:${main.dataset.coverage}`; // stored only in this browser
const SILENCE = 40_000; // the server sends a heartbeat every 15 seconds
const HELD_BACK = 8000; // if the stream has not begun by then, a proxy is buffering it
const POLL = 5000;
const AWAY = 5 * 60_000;

let cursor = main.dataset.cursor;
let source;
let streaming = false;
let polling;
let left = recall();
let heard = Date.now();
const tidings = [];
let pressed = false;
let yours = false;

function connect() {
  source?.close();
  source = new EventSource(`/live/${main.dataset.coverage}?after=${cursor}`);
  source.addEventListener("hello", () => {
    streaming = true;
    clearInterval(polling);
    polling = undefined;
    hear();
  });
  source.addEventListener("heartbeat", hear);
  source.addEventListener("blocks", (event) => {
    take(JSON.parse(event.data).blocks, event.lastEventId);
  });
  source.addEventListener("reset", reload);
  source.onerror = () => {
    streaming = false;
    if (source.readyState !== EventSource.CLOSED) return polling || say("lost");
    // After any status but 200 the browser does not reconnect. 204 means that the coverage is
    // closed; after any other status this script reconnects.
    if (closed()) return say("closed");
    if (!polling) say("lost");
    setTimeout(connect, 2000 + Math.random() * 3000);
  };
}

function take(blocks, reached) {
  for (const block of blocks) put(block);
  cursor = reached;
  remember();
  hear();
}

// Polls while the stream does not work. The stream is tried again every minute.
function startPolling() {
  if (streaming || polling || closed()) return;
  polling = setInterval(poll, POLL + Math.random() * 1000);
  poll();
}

async function poll() {
  try {
    const found = await changes(cursor);
    if (streaming) return;
    if (found.reset) return reload();
    take(found.blocks, found.cursor);
  } catch {
    if (!streaming) say("lost");
  }
}

async function changes(after) {
  const answer = await fetch(`/${main.dataset.coverage}/changes/?after=${after}`);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function hear() {
  heard = Date.now();
  say(closed() ? "closed" : "live");
}

function say(state) {
  const text = words[state].replace("{time}", hour(heard));
  if (liveness.textContent !== text) liveness.textContent = text;
  liveness.dataset.state = state;
}

const hour = (at) => new Date(at).toTimeString().slice(0, 5);
const counted = (name, n) => words[name][plural.select(n)].replace("{n}", n);
const closed = () => main.querySelector('[data-block="headline"]').dataset.state === "closed";

// Loads the page again, because it cannot be updated from its cursor. At most once in ten seconds,
// and after a random delay, so that not all readers do it at once.
function reload() {
  source.close();
  clearInterval(polling);
  const since = Date.now() - Number(history.state?.reloaded ?? 0);
  setTimeout(() => {
    history.replaceState({ reloaded: Date.now() }, "");
    location.reload();
  }, since < 10_000 ? 10_000 : 200 + Math.random() * 1500);
}

function put({ name, page, html }) {
  const element = parse(html);
  const there = main.querySelector(`[data-block="${CSS.escape(name)}"]`) ?? held.get(name);
  if (there && Number(there.dataset.seq) >= Number(element.dataset.seq)) return;
  if (yours) times(element);
  if (held.has(name)) held.set(name, element);
  else if (there) change(there, element);
  else if (page && belongs(page, element.dataset.sortKey)) arrive(name, element);
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = trusted ? trusted.createHTML(html) : html;
  return template.content.firstElementChild;
}

// Whether a post is shown on the open page. A page with many posts is shown in parts, each of which
// ends with the sort key `backTo` and begins before the sort key `before`.
function belongs(page, sortKey) {
  const { first, last, backTo, before } = posts.dataset;
  if (page < Number(first) || (last !== "" && page > Number(last))) return false;
  return sortKey >= backTo && (before === "" || sortKey < before);
}

function change(there, element) {
  keepPosition(() => there.replaceWith(element));
  element.classList.add("changed");
  const notes = element.querySelectorAll(".change:not(.quiet), .tombstone, h1");
  if (notes.length) tell(notes[notes.length - 1].textContent);
  title();
}

// Announces a change to screen readers. Several changes in a short time are announced as a number.
function tell(text) {
  tidings.push(text);
  if (tidings.length > 1) return;
  setTimeout(() => {
    told.textContent = tidings.length === 1 ? tidings[0] : counted("tidings", tidings.length);
    tidings.length = 0;
  }, 1000);
}

function arrive(name, element) {
  if (reading()) {
    held.set(name, element);
    count();
  } else {
    insert(element);
    element.classList.add("arrived");
    tell(element.querySelector("h3, p:not(.when)")?.textContent ?? "");
  }
}

function reading() {
  const inPosts = posts.getBoundingClientRect().top < innerHeight / 2 && scrollY > 0;
  return inPosts || pressed || posts.contains(document.activeElement) || !getSelection().isCollapsed;
}

function insert(element) {
  posts.querySelector(".nothing")?.remove();
  const articles = [...posts.querySelectorAll("article")];
  const older = articles.find((each) => each.dataset.sortKey < element.dataset.sortKey);
  if (older) older.before(element);
  else posts.append(element);
  days();
}

// Inserts the headings of the days again, after posts were added.
function days() {
  for (const heading of posts.querySelectorAll(".day")) heading.remove();
  let day;
  for (const article of posts.querySelectorAll("article")) {
    if (article.dataset.day === day) continue;
    day = article.dataset.day;
    const heading = document.createElement("h2");
    heading.className = "day";
    heading.textContent = day;
    article.before(heading);
  }
}

function release() {
  const elements = [...held.values()].sort((a, b) => (a.dataset.sortKey < b.dataset.sortKey ? -1 : 1));
  held.clear();
  const newest = posts.querySelector("article");
  keepPosition(() => elements.forEach(insert));
  markPosition(newest);
  count();
  elements[0]?.scrollIntoView({ block: "center" });
  elements[0]?.querySelector("a")?.focus({ preventScroll: true });
}

function markPosition(before) {
  posts.querySelector(".been")?.remove();
  const mark = Object.assign(document.createElement("p"), { className: "been" });
  mark.textContent = words.been;
  before?.before(mark);
}

function count() {
  fresh.hidden = held.size === 0;
  fresh.textContent = counted("new", held.size);
  title();
}

function title() {
  const headline = main.querySelector("h1").textContent;
  document.title = held.size ? `(${held.size}) ${headline}` : headline;
}

// Runs `action` without moving the visible text. (The style sheet disables the browser's own scroll
// anchoring: Safari has none, and in other browsers both would add up.)
function keepPosition(action) {
  const anchor = [...main.querySelectorAll("[data-block]")].find(
    (each) => each.offsetHeight && each.getBoundingClientRect().bottom > 0,
  );
  const top = anchor?.getBoundingClientRect().top;
  action();
  if (!anchor || scrollY === 0) return;
  const after = main.querySelector(`[data-block="${anchor.dataset.block}"]`);
  scrollBy({ top: after.getBoundingClientRect().top - top, behavior: "instant" });
}

function times(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    time.dataset.ours ??= time.textContent;
    const full = "full" in time.dataset && { timeZoneName: "short", day: "numeric", month: "long" };
    const format = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...full };
    time.textContent = yours
      ? new Intl.DateTimeFormat(document.documentElement.lang, format).format(new Date(time.dateTime))
      : time.dataset.ours;
  }
}

function offerZone() {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  zone.hidden = here === zone.dataset.zone;
  zone.textContent = yours ? words.ours : words.yours;
}

// Stores the reader's cursor for their next visit. If storage is blocked, there is no list then.
function remember() {
  if (document.hidden) return;
  try {
    localStorage.setItem(memory, JSON.stringify({ cursor, at: Date.now() }));
  } catch {
    left = undefined;
  }
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(memory));
  } catch {
    return undefined;
  }
}

// Shows "Since you left at 14:02: 23 posts, 3 changes", with links to them.
async function sinceYouLeft() {
  const last = left;
  left = undefined;
  if (!last || Date.now() - last.at < AWAY) return;
  const found = await changes(last.cursor).catch(() => ({ reset: true }));
  if (found.reset) return;
  const seq = Number(last.cursor.split("-")[1]);
  const articles = found.blocks.filter((block) => block.page).map((block) => parse(block.html));
  const fresh = articles.filter((each) => Number(each.dataset.first) > seq);
  const changed = articles.filter(
    (each) => !fresh.includes(each) && each.querySelector(".change:not(.quiet), .tombstone"),
  );
  if (fresh.length + changed.length) tellSince(last.at, fresh, changed);
}

function tellSince(at, fresh, changed) {
  const since = document.getElementById("since");
  const head = document.createElement("p");
  const counts = [fresh.length && counted("posts", fresh.length)];
  counts.push(changed.length && counted("changes", changed.length));
  head.textContent = `${words.since.replace("{time}", hour(at))}: ${counts.filter(Boolean).join(", ")}`;
  const list = document.createElement("ul");
  for (const article of [...changed, ...fresh]) {
    const link = document.createElement("a");
    link.href = document.getElementById(article.id)
      ? `#${article.id}`
      : article.querySelector(".when a").getAttribute("href");
    const told = article.querySelector(changed.includes(article) ? ".change:not(.quiet), .tombstone" : "h3, .body p");
    link.textContent = told?.textContent.slice(0, 120) ?? article.id;
    list.append(Object.assign(document.createElement("li"), {}));
    list.lastChild.append(link);
  }
  keepPosition(() => {
    since.replaceChildren(head, list);
    since.hidden = false;
  });
}

fresh.addEventListener("click", release);
zone.addEventListener("click", () => {
  yours = !yours;
  times(main);
  offerZone();
});
addEventListener("pointerdown", () => (pressed = true));
for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => (pressed = false));
addEventListener("online", connect);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) left = { cursor, at: Date.now() };
  else sinceYouLeft().then(remember);
});
setInterval(() => {
  if (streaming || closed()) return;
  connect();
  setTimeout(startPolling, HELD_BACK);
}, 60_000);
setInterval(() => {
  if (polling || closed() || Date.now() - heard < SILENCE) return;
  streaming = false;
  say("lost");
  heard = Date.now();
  connect();
}, 5000);
offerZone();
connect();
setTimeout(startPolling, HELD_BACK);
sinceYouLeft().then(remember);
