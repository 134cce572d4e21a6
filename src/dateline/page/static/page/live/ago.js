// How times are written: how long ago, or as the time of day.

const { lang } = document.documentElement;

export const HOUR = 3_600_000;
// Dates of English coverages are written as in Britain, and numbers with the server's digits.
export const locale = `${lang === "en" ? "en-GB" : lang}-u-nu-latn`;
export const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });

// "4 min ago", for a time in milliseconds.
export const agoOf = (age) =>
  age < 60_000 ? ago.format(0, "second") : ago.format(-Math.floor(age / 60_000), "minute");
