// Says what happened: to screen readers, and at the foot of the screen.

const SHOWN_FOR = 6000;
const told = document.getElementById("told");
const plainTitle = document.title.replace(/^Error: /, "");
let hiding;

export function tell(text, failed) {
  if (!text || !told) return;
  // A text that is said twice is announced twice.
  told.textContent = "";
  told.className = failed ? "failed" : "";
  requestAnimationFrame(() => (told.textContent = text));
  clearTimeout(hiding);
  // What failed stays until something else is done.
  if (!failed) hiding = setTimeout(() => (told.textContent = ""), SHOWN_FOR);
}

// The title says whether the form that was sent last was refused.
export function titleSays(failed) {
  document.title = failed ? `Error: ${plainTitle}` : plainTitle;
}
