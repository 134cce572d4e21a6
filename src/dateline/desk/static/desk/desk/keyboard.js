// The keys of the desk. Each can be changed or turned off, and all of them are listed under `?`.

import { doInRow } from "./acts.js";
import { approveMarked, returnMarked } from "./approval.js";
import { openFind } from "./find.js";
import { focusNewPost, newPost, saveDraft } from "./publishing.js";
import { undoLast } from "./undo.js";

const screenKeys = document.getElementById("acts");
const acts = new Map(
  [...(screenKeys?.children ?? [])].map(({ dataset }) => [dataset.key, dataset.name]),
);
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const FIELDS = "textarea, select, [contenteditable=true], input:not([type=radio], [type=checkbox])";

const rows = () => [...document.querySelectorAll("#panel-posts li.row")];

function currentRow() {
  const selected = getSelection().anchorNode;
  const from = (selected?.closest ? selected : selected?.parentElement)?.closest("li.row");
  const marked = document.querySelector("li.row[data-current]");
  return document.activeElement?.closest("li.row") ?? (marked || from || rows()[0]);
}

function go(row) {
  if (!row) return;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function leaveField(field) {
  if (currentRow()) go(currentRow());
  else field.blur();
}

function goBy(step) {
  const all = rows();
  const marked = document.querySelector("li.row[data-current]");
  go(marked ? all[all.indexOf(marked) + step] : all[0]);
}

const selectedRow = () => {
  const selection = getSelection();
  if (selection.isCollapsed) return currentRow();
  const { anchorNode: node } = selection;
  return (node.closest ? node : node.parentElement).closest("li.row") ?? currentRow();
};

const lastRow = () =>
  rows().sort((one, other) => Number(other.dataset.number) - Number(one.dataset.number))[0];

function sendForms(target) {
  const form = target.closest?.("form:has(button.act)") ?? newPost();
  form?.requestSubmit(form.querySelector("button.act"));
}

export const DOES = {
  publish: (target) => sendForms(target),
  save: () => saveDraft(),
  new: () => focusNewPost(),
  undo: () => undoLast(),
  next: () => goBy(1),
  previous: () => goBy(-1),
  edit: () => inRow(currentRow(), "edit"),
  "edit-last": () => inRow(lastRow(), "edit"),
  correct: () => inRow(selectedRow(), "correct"),
  pin: () => inRow(currentRow(), "pin"),
  "key-event": () => inRow(currentRow(), "key-event"),
  approve: () => approveMarked(),
  return: () => returnMarked(),
  drafts: () => goToDrafts(),
  find: () => openFind(),
  help: () => showKeys(),
};

function showKeys() {
  const dialog = document.getElementById("keys");
  dialog.showModal();
  dialog.querySelector("form button").focus();
}

function inRow(row, act) {
  if (!row) return;
  markRow(row);
  doInRow(row, act);
}

function goToDrafts() {
  const panel = document.getElementById("panel-drafts");
  (panel?.querySelector("a, button") ?? panel)?.focus();
}

function markRow(row) {
  document.querySelector("li.row[data-current]")?.removeAttribute("data-current");
  row.setAttribute("data-current", "");
}

function keyOfEvent(event) {
  if (event.ctrlKey || event.metaKey) {
    const mod = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    return mod && !event.altKey ? `Mod+${event.shiftKey ? "Shift+" : ""}${event.key}` : "";
  }
  if (event.altKey || event.target.matches?.(FIELDS) || document.querySelector("dialog[open]")) {
    return "";
  }
  // On a keyboard of another script the same key is meant.
  const isLatin = event.key.length === 1 && event.key.charCodeAt(0) < 256;
  return isLatin || !/^Key[A-Z]$/.test(event.code) ? event.key : event.code[3].toLowerCase();
}

function keyPressed(event) {
  // An editor takes every Enter and Escape, also those that it does nothing with.
  const isFree = !event.defaultPrevented || event.target.matches?.(".prose");
  if (!isFree || event.isComposing) return;
  // While a form is being sent it has no focus, and what its writer types is no act.
  if (document.querySelector("form[aria-busy]")) return;
  if (event.key === "Escape" && event.target.matches?.(FIELDS)) {
    if (!event.target.closest("dialog, .link-box")) leaveField(event.target);
    return;
  }
  const act = acts.get(keyOfEvent(event));
  if (!act || event.repeat) return;
  event.preventDefault();
  DOES[act](event.target);
}

if (screenKeys) {
  const opener = document.querySelector('[data-opens="keys"]');
  opener.hidden = false;
  opener.addEventListener("click", () => DOES.help());
  document.addEventListener("keydown", keyPressed);
  // The next act is about the newest post, and not about the one that was chosen before.
  document.addEventListener("dateline:sent", ({ detail }) => {
    if (detail.form.id === "new-post") document.querySelector("li.row[data-current]")?.removeAttribute("data-current");
  });
  document.addEventListener("focusin", ({ target }) => {
    const row = target.closest?.("li.row");
    if (row) markRow(row);
  });
  for (const shown of document.querySelectorAll("kbd[data-key-of]")) {
    const { key = "" } = document.querySelector(`#acts [data-name="${shown.dataset.keyOf}"]`).dataset;
    shown.textContent = key.replace("Mod+", isMac ? "⌘" : "Ctrl+").replace("Shift+", isMac ? "⇧" : "Shift+");
  }
}
