// The acts in the row of a post, and the forms of the head, in their place on the screen.

import { openInline, closeInline, placeOf, sendInline } from "./inline.js";
import { openCorrection } from "./correction.js";
import { putPanels } from "./panels.js";
import { messagesOf, reasonOf, sendForm } from "./sending.js";
import { tell, titleSays } from "./told.js";

// What each act of a row shows of the post's page.
const PICKS = {
  edit: "form.compose",
  retract: "#retract",
  withdraw: "#withdraw",
  versions: "#versions",
};

export const rowPlace = (row) => row.querySelector(":scope > [data-kept]");

export async function editRow(row, act) {
  const link = row.querySelector(`[data-act="${act}"]`);
  if (!link) return;
  const form = await openInline(rowPlace(row), link.getAttribute("href"), PICKS[act], link);
  firstField(form)?.focus();
  row.scrollIntoView({ block: "nearest" });
}

function firstField(form) {
  const fields = "textarea, input:not([type=hidden], [type=file]), [contenteditable=true]";
  return form && [...form.querySelectorAll(fields)].find((each) => each.checkVisibility());
}

async function editHead(link) {
  const place = document.querySelector(`#panel-head [data-kept="${link.dataset.inline}"]`);
  const form = await openInline(place, link.getAttribute("href"), "form.compose", link);
  firstField(form)?.focus();
}

async function copyAddress(link) {
  await navigator.clipboard.writeText(link.href);
  tell("The address is copied.");
}

export function doInRow(row, act) {
  if (act === "correct") openCorrection(row);
  else if (PICKS[act]) editRow(row, act);
  else row.querySelector(`[data-act="${act}"]`)?.click();
}

// Sends a form that has no place for a summary of problems, such as the button that pins.
async function sendAct(form, button) {
  const outcome = await sendForm(form, button);
  if (!outcome.page) return tell("There is no connection. Send it again when there is.", true);
  if (!outcome.done) return tell(reasonOf(outcome.page), true);
  const uid = form.closest("[data-draft]")?.dataset.draft;
  putPanels(outcome.page);
  tell(messagesOf(outcome.page), outcome.page.querySelector("#messages .error") !== null);
  if (!uid) return;
  // Its row has gone from the panel by now.
  const name = form.dataset.act === "undo" ? "dateline:undone" : "dateline:done";
  document.dispatchEvent(new CustomEvent(name, { detail: { uid } }));
}

function clicked(event) {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target.closest?.("a[data-act], a[data-inline]");
  if (!link) return;
  const row = link.closest("li.row");
  if (link.dataset.inline) editHead(link);
  else if (link.dataset.act === "copy" && navigator.clipboard) copyAddress(link);
  else if (row && (PICKS[link.dataset.act] || link.dataset.act === "correct")) {
    doInRow(row, link.dataset.act);
  } else return;
  event.preventDefault();
  const menu = link.closest("details.more");
  if (menu) menu.open = false;
}

function submitted(event) {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented || form.method !== "post" || !form.closest(".screen")) return;
  const place = placeOf(form);
  if (!place && !form.matches(".acts, .rail form")) return;
  event.preventDefault();
  if (button?.matches("button.default")) return;
  if (place) sendInline(place, form, button);
  else sendAct(form, button);
}

// A form that a key closes keeps what was typed in it: then Escape only leaves it.
function leaveByEscape(event) {
  const place = event.key === "Escape" && event.target.closest?.("[data-kept][data-open]");
  if (!place || event.defaultPrevented) return;
  event.preventDefault();
  if (place.dataset.open === "changed") (place.closest("[data-key]") ?? place).focus();
  else closeInline(place);
}

if (document.querySelector(".screen")) {
  document.addEventListener("click", clicked);
  document.addEventListener("submit", submitted);
  document.addEventListener("keydown", leaveByEscape);
  document.addEventListener("input", ({ target }) => {
    const place = placeOf(target);
    if (place) place.dataset.open = "changed";
  });
  titleSays(document.querySelector(".problems") !== null);
}
