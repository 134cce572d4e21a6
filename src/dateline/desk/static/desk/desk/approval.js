// Marks the post that the keys approve and return: the one with the focus, or else the one that waits
// longest. Nobody approves by a key what was not on the screen with its mark.

import { tell } from "./told.js";

const keyOfAct = (name) => document.querySelector(`#acts [data-name="${name}"]`)?.dataset.key;
const approvals = document.getElementById("panel-approval");
let markedDraft = "";
// What its reader approved or returned, after which the mark moves on.
let sentDraft = "";
// The mark moved because somebody else was faster: a key may mean the post before.
let isNewMark = false;
// The draft for which the key was pressed once, and that was then shown.
let shownDraft = "";

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
  const uid = row?.dataset.draft ?? "";
  if (uid !== markedDraft) isNewMark = !chosen && markedDraft !== "" && markedDraft !== sentDraft;
  markedDraft = uid;
  if (!row) return;
  row.setAttribute("data-marked", "");
  if (!row.querySelector(".by-key")) row.append(hintOfKeys(row));
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

function isOnScreen(row) {
  const { left, top, width } = row.getBoundingClientRect();
  return row.contains(document.elementFromPoint(left + width / 2, top + 4));
}

const formOfMarked = (act) => approvals.querySelector(`[data-marked] form[data-act="${act}"]`);

function showRow(row) {
  // In a narrow window one part of the desk is on the screen.
  if (!row.checkVisibility()) location.hash = "#rail";
  row.scrollIntoView({ block: "center" });
}

export function approveMarked() {
  const form = formOfMarked("approve");
  if (!form) return;
  const row = form.closest("li");
  if (shownDraft === markedDraft || (!isNewMark && isOnScreen(row))) return form.requestSubmit();
  showRow(row);
  shownDraft = markedDraft;
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
  approvals.addEventListener("submit", ({ target }) => {
    sentDraft = target.closest("li.draft")?.dataset.draft ?? "";
  });
}
