// Says on the front page how long ago the newest posts were, and leaves out the date of those of today.
// The server writes whole dates, because its page is kept until something changes.

import { HOUR, agoOf, clock, locale } from "./live/ago.js";

function write() {
  for (const time of document.querySelectorAll(".newest time")) {
    time.title ||= time.textContent;
    const { zone } = time.closest("[data-zone]").dataset;
    try {
      time.textContent = briefOf(time.dateTime, zone) || time.title;
    } catch (error) {
      // An older browser does not know the zone: the server's words stay.
      if (!(error instanceof RangeError)) throw error;
    }
  }
}

function briefOf(at, zone) {
  const age = Date.now() - new Date(at);
  if (age >= 0 && age < HOUR) return agoOf(age);
  return dayOf(at, zone) === dayOf(Date.now(), zone) ? clockOf(at, zone) : "";
}

const written = (at, format) => new Intl.DateTimeFormat(locale, format).format(new Date(at));
const dayOf = (at, timeZone) => written(at, { dateStyle: "short", timeZone });
// With its zone, since coverages of several zones stand here.
const clockOf = (at, timeZone) => written(at, { ...clock, timeZone, timeZoneName: "short" });

write();
setInterval(write, 20_000);
