// Counts down what is being published, and offers to undo it until then. The server publishes it,
// whether this page is open or not.

import { refreshPanels } from "./panels.js";

const TRIES = 20;
const undoBar = document.getElementById("undo");
const ends = new Map();
let ticking;

const publishing = () => [...document.querySelectorAll("#panel-scheduled li.publishing[data-due]")];

const ownLast = () => publishing().findLast((each) => each.matches("[data-own]") && each.querySelector('form[data-act="undo"]'));

// The server says how many seconds are left: the clock of this computer may be wrong.
function noteEnds() {
  const there = new Set();
  for (const row of publishing()) {
    there.add(row.id);
    const left = Number(row.querySelector(".seconds")?.textContent ?? 0);
    if (!ends.has(row.id)) ends.set(row.id, { at: performance.now() + 1000 * left, tries: 0 });
  }
  for (const id of ends.keys()) if (!there.has(id)) ends.delete(id);
  clearTimeout(ticking);
  tick();
}

function tick() {
  const row = ownLast();
  undoBar.hidden = !row;
  if (!row) return;
  const end = ends.get(row.id);
  const left = Math.ceil((end.at - performance.now()) / 1000);
  const shown = row.querySelector(".seconds");
  if (shown && left > 0) shown.textContent = left;
  showBar(row, left);
  if (left > 0) ticking = setTimeout(tick, 250);
  else if (end.tries < TRIES) {
    end.tries += 1;
    ticking = setTimeout(refreshPanels, 250 * end.tries, ["scheduled", "posts", "drafts"]);
  }
}

function showBar(row, left) {
  const text = left > 0 ? `Publishing in ${left} …` : "Publishing …";
  if (undoBar.dataset.about !== row.id) {
    const said = document.createElement("span");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Undo";
    button.addEventListener("click", () => undoLast());
    undoBar.replaceChildren(said, button);
    undoBar.dataset.about = row.id;
  }
  undoBar.firstChild.textContent = text;
  undoBar.lastChild.hidden = left <= 0;
}

// Takes back what this person sent last. What others sent is taken back in its row.
export function undoLast() {
  ownLast()?.querySelector('form[data-act="undo"]').requestSubmit();
}

if (undoBar) {
  document.addEventListener("dateline:put", ({ detail }) => {
    if (detail.panel.id === "panel-scheduled") noteEnds();
  });
  noteEnds();
}
