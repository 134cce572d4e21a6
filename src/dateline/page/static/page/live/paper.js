// Says on paper as of when the page is. The server wrote the last change that it knew of. Newer ones
// have arrived since, and the last of them may wait.

import { completeUntil } from "./arrivals.js";
import { fullTime } from "./times.js";

export function datePaper() {
  const time = document.querySelector(".on-paper time");
  if (!time) return;
  addEventListener("beforeprint", () => {
    time.dateTime = new Date(completeUntil()).toISOString();
    time.textContent = fullTime(time);
  });
}
