// Keeps an open page up to date: puts each block that the stream sends in its place, once, and
// never moves what is being read. The page is complete without this.

const main = document.querySelector("main[data-cursor]");
const posts = document.getElementById("posts");
const liveness = document.getElementById("liveness");
const told = document.getElementById("told");
const fresh = document.getElementById("fresh");
const zone = document.getElementById("zone");
const trusted = window.trustedTypes?.createPolicy("dateline", { createHTML: (html) => html });
const held = new Map(); // posts that wait behind "3 new posts", by name
const SILENCE = 40_000; // the server says something every 15 seconds

let cursor = main.dataset.cursor;
let source;
let heard = Date.now();
let pressed = false;
let yours = false;

function connect() {
  source?.close();
  source = new EventSource(`/live/${main.dataset.coverage}?after=${cursor}`);
  source.addEventListener("hello", hear);
  source.addEventListener("beat", hear);
  source.addEventListener("blocks", (event) => {
    for (const block of JSON.parse(event.data).blocks) put(block);
    cursor = event.lastEventId;
    hear();
  });
  source.addEventListener("reset", reload);
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return say("lost");
    // A browser gives up for good at any answer but 200: a 204 is "closed", the rest is a fault.
    say(closed() ? "closed" : "lost");
    if (!closed()) setTimeout(connect, 2000 + Math.random() * 3000);
  };
}

function hear() {
  heard = Date.now();
  say(closed() ? "closed" : "live");
}

function say(state) {
  const last = new Date(heard).toTimeString().slice(0, 5);
  const words = liveness.dataset[state] + (state === "lost" ? ` ${last}` : "");
  if (liveness.textContent !== words) liveness.textContent = words;
  liveness.dataset.state = state;
}

const closed = () => main.querySelector('[data-block="headline"]').dataset.state === "closed";

// The page cannot be patched from where it stands. At most one reload in ten seconds, and not
// everybody at once.
function reload() {
  source.close();
  const since = Date.now() - Number(sessionStorage.getItem("reloaded") ?? 0);
  setTimeout(() => {
    sessionStorage.setItem("reloaded", Date.now());
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
  else if (page && belongs(page)) arrive(name, element);
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = trusted ? trusted.createHTML(html) : html;
  return template.content.firstElementChild;
}

// An old post that is changed while another page is open belongs to its own page, not to this one.
function belongs(page) {
  const { first, last } = posts.dataset;
  return page >= Number(first) && (last === "" || page <= Number(last));
}

function change(there, element) {
  keepPlace(() => there.replaceWith(element));
  element.classList.add("changed");
  const notes = element.querySelectorAll(".change:not(.quiet), .tombstone, h1");
  if (notes.length) told.textContent = notes[notes.length - 1].textContent;
  title();
}

function arrive(name, element) {
  if (reading()) {
    held.set(name, element);
    count();
  } else {
    insert(element);
    element.classList.add("arrived");
    told.textContent = element.querySelector("h3, p:not(.when)")?.textContent ?? "";
  }
}

function reading() {
  const inPosts = posts.getBoundingClientRect().top < innerHeight / 2 && scrollY > 0;
  return inPosts || pressed || posts.contains(document.activeElement) || !getSelection().isCollapsed;
}

function insert(element) {
  posts.querySelector(".nothing")?.remove();
  const articles = [...posts.querySelectorAll("article")];
  const older = articles.find((each) => each.dataset.place < element.dataset.place);
  if (older) older.before(element);
  else posts.append(element);
  days();
}

// A day's heading stands over its posts, wherever they came from.
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
  const elements = [...held.values()].sort((a, b) => (a.dataset.place < b.dataset.place ? -1 : 1));
  held.clear();
  keepPlace(() => elements.forEach(insert));
  count();
  elements[0]?.scrollIntoView({ block: "center" });
  elements[0]?.querySelector("a")?.focus({ preventScroll: true });
}

function count() {
  fresh.hidden = held.size === 0;
  fresh.textContent = held.size === 1 ? "1 new post" : `${held.size} new posts`;
  title();
}

function title() {
  const headline = main.querySelector("h1").textContent;
  document.title = held.size ? `(${held.size}) ${headline}` : headline;
}

// What the reader looks at stays where it is, whatever is put in above it. (The style sheet turns
// the browser's own scroll anchoring off: Safari has none, and two would add up.)
function keepPlace(action) {
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
  zone.textContent = yours ? zone.dataset.ours : zone.dataset.yours;
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
setInterval(() => {
  if (closed() || Date.now() - heard < SILENCE) return;
  say("lost");
  heard = Date.now();
  connect();
}, 5000);
offerZone();
connect();
