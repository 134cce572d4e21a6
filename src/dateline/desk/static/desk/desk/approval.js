// Marks the post that the keys approve and return: the one with the focus, or else the one that waits
// longest. Nobody approves by a key what was not on the screen with its mark.

import { tell } from "./told.js";

const keyOfAct = (name) => document.querySelector(`#acts [data-name="${name}"]`)?.dataset.key;
const approvals = document.getElementById("panel-approval");
// The uid of the marked draft, and the text that was marked: the same draft can come back rewritten.
let markedDraft = "";
let markedText = "";
// The draft from which the mark moved, if its reader did not move it: a key may mean the draft before.
let leftDraft = "";
// The text for which the key was pressed once, and that was then shown.
let shownText = "";

const waitingRows = () => [
  ...approvals.querySelectorAll("li.draft:has([data-act=approve], [data-act=return])"),
];

function markDraft(chosen) {
  const all = waitingRows();
  const row = chosen ?? all.find((each) => each.dataset.draft === markedDraft) ?? all[0];
  for (const each of approvals.querySelectorAll("[data-marked]")) {
    if (each !== row) each.removeAttribute("data-marked");
  }
  for (const hint of approvals.querySelectorAll(".by-key")) if (!row?.contains(hint)) hint.remove();
  noteMark(row, chosen);
  if (!row) return;
  row.setAttribute("data-marked", "");
  if (!row.querySelector(".by-key")) row.append(hintOfKeys(row));
}

function noteMark(row, chosen) {
  const text = row ? `${row.dataset.draft} ${row.dataset.version}` : "";
  if (text === markedText) return;
  // Where nothing was marked between two drafts, the second has taken the place of the first.
  leftDraft = chosen ? "" : markedDraft || leftDraft;
  markedDraft = row?.dataset.draft ?? "";
  markedText = text;
  shownText = "";
}

// "a approves it, r returns it", with the keys of this person and what they may do.
function hintOfKeys(row) {
  const hint = document.createElement("p");
  hint.className = "by-key quiet";
  for (const [act, words] of [["approve", "approves it"], ["return", "returns it"]]) {
    const key = keyOfAct(act);
    if (!key || !row.querySelector(`[data-act="${act}"]`)) continue;
    if (hint.hasChildNodes()) hint.append(", ");
    const shown = document.createElement("kbd");
    shown.textContent = key;
    hint.append(shown, ` ${words}`);
  }
  hint.hidden = !hint.hasChildNodes();
  return hint;
}

// From its beginning to the end of its words.
function isOnScreen(row) {
  const { left, top, width } = row.getBoundingClientRect();
  const { bottom } = row.querySelector(".words").getBoundingClientRect();
  const isSeen = (y) => row.contains(document.elementFromPoint(left + width / 2, y));
  return isSeen(top + 4) && isSeen(bottom - 4);
}

const formOfMarked = (act) => approvals.querySelector(`[data-marked] form[data-act="${act}"]`);

function showRow(row) {
  // In a narrow window one part of the desk is on the screen.
  if (!row.checkVisibility()) location.hash = "#rail";
  row.scrollIntoView({ block: "center" });
  // The beginning of one that is higher than the window.
  if (!isOnScreen(row)) row.scrollIntoView({ block: "start" });
}

export function approveMarked() {
  const form = formOfMarked("approve");
  if (!form) return;
  const row = form.closest("li");
  if (isOnScreen(row) && (!leftDraft || shownText === markedText)) return form.requestSubmit();
  showRow(row);
  shownText = markedText;
  const words = row.querySelector(".words").textContent.trim();
  tell(`Next: “${words}” Press the key again to approve it.`);
}

export function returnMarked() {
  const form = formOfMarked("return");
  if (!form) return;
  showRow(form.closest("li"));
  form.closest("details").open = true;
  form.querySelector("textarea").focus();
}

if (approvals && document.getElementById("acts")) {
  markDraft();
  document.addEventListener("dateline:put", ({ detail }) => detail.panel === approvals && markDraft());
  approvals.addEventListener("focusin", ({ target }) => {
    const row = target.closest("li.draft");
    if (waitingRows().includes(row)) markDraft(row);
  });
  // It was its reader who moved the mark on. What was refused or not sent moves nothing.
  document.addEventListener("dateline:done", ({ detail }) => {
    if (detail.uid === leftDraft) leftDraft = "";
  });
}
