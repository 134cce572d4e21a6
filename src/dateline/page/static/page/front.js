// Says on the front page how long ago the newest posts were, and leaves out the date of those of today.
// The server writes whole dates, because its page is kept until something changes.

import { HOUR, agoOf, clock, locale } from "./live/ago.js";

function write() {
  for (const time of document.querySelectorAll(".newest time")) {
    time.title ||= time.textContent;
    const age = Date.now() - new Date(time.dateTime);
    const { zone } = time.closest("[data-zone]").dataset;
    if (age >= 0 && age < HOUR) time.textContent = agoOf(age);
    else if (dayOf(time.dateTime, zone) === dayOf(Date.now(), zone)) time.textContent = clockOf(time.dateTime, zone);
    else time.textContent = time.title;
  }
}

const written = (at, format) => new Intl.DateTimeFormat(locale, format).format(new Date(at));
const dayOf = (at, timeZone) => written(at, { dateStyle: "short", timeZone });
const clockOf = (at, timeZone) => written(at, { ...clock, timeZone });

write();
setInterval(write, 20_000);
