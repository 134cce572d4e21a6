// Shows times: "4 min ago" on the posts of the last hour, and all of them in the reader's zone if they
// ask for it.

import { HOUR, agoOf, clock, locale } from "./ago.js";
import { articles, byId, language, main, make, posts, recall, keep, word } from "./page.js";
import { keepPosition } from "./places.js";

const STORED_ZONE = "dateline:zone";
const zone = byId("zone");
const full = { ...clock, timeZoneName: "short", day: "numeric", month: "long" };
const day = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
let yours = recall("localStorage", STORED_ZONE) === true && here !== zone.dataset.zone;

const local = (time, format) =>
  new Intl.DateTimeFormat(locale, format).format(new Date(time.dateTime));

// A time with its day and year, in the zone that the page shows.
export const fullTime = (time) =>
  local(time, { ...full, year: "numeric", timeZone: yours ? here : zone.dataset.zone });

// Writes the times in an element as the reader wants to see them.
export function writeTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    time.dataset.ours ??= time.textContent;
    const exact = yours ? local(time, "full" in time.dataset ? full : clock) : time.dataset.ours;
    const age = Date.now() - new Date(time.dateTime);
    const isRelative = time.closest("article > .when, .last-updated") && age >= 0 && age < HOUR;
    const text = isRelative && !("exact" in time.dataset) ? agoOf(age) : exact;
    if (isRelative) time.title = exact;
    else time.removeAttribute("title");
    if (time.textContent !== text) time.textContent = text;
  }
}

// Says beside the coverage's state that it has just changed.
export function writeUpdated() {
  const time = main.querySelector(".last-updated time");
  if (!time) return;
  const now = new Date();
  time.dateTime = now.toISOString();
  time.dataset.ours = fullTime(time);
  writeTimes(time.parentElement);
}

// Inserts the headings of the days again: after posts were added, or for another zone.
export function writeDays() {
  for (const heading of posts.querySelectorAll(".day")) heading.remove();
  let last;
  for (const article of articles()) {
    const time = yours && article.querySelector(".when time");
    const label = time ? dayOf(time) : article.dataset.day;
    if (label === last) continue;
    last = label;
    article.before(make("h2", { className: "day", textContent: label }));
  }
}

// As the server writes it: in English without a comma.
const dayOf = (time) => local(time, day).replace(language === "en" ? "," : "", "");

function write() {
  keepPosition(() => {
    writeTimes(main);
    writeDays();
  });
  zone.querySelector("span").textContent = word(yours ? "ours" : "yours");
}

export function offerZone() {
  zone.hidden = here === zone.dataset.zone;
  write();
  zone.addEventListener("click", () => {
    yours = !yours;
    keep("localStorage", STORED_ZONE, yours);
    write();
  });
  posts.addEventListener("click", (event) => {
    const time = event.target.closest("time[title]");
    if (time) time.toggleAttribute("data-exact");
    if (time) writeTimes(time.parentElement);
  });
  setInterval(() => writeTimes(main), 20_000);
}
