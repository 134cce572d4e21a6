// Opens forms of other pages of the desk where they are needed, and sends them from there.

import { adopted, parsed } from "./html.js";
import { putPanels } from "./panels.js";
import { messagesOf, reasonOf, sendForm } from "./sending.js";
import { tell, titleSays } from "./told.js";

const opened = new WeakMap();
let number = 0;

// Opens what `pick` selects on the page at `address` in an element, and returns its form. A `plain`
// form stays as it came: nobody edits its texts as one sees them.
export async function openInline(place, address, pick, from, plain) {
  const state = { address, pick, from, plain, prefix: `inline-${(number += 1)}-` };
  opened.set(place, state);
  place.replaceChildren(note("Loading …"));
  place.dataset.open = "";
  try {
    const answer = await fetch(address);
    const page = parsed(await answer.text());
    if (opened.get(place) !== state) return undefined;
    if (answer.ok) return shown(place, page);
  } catch {
    // Said below.
  }
  place.replaceChildren(note("This could not be loaded. "), again(place, state), closer(place));
  return undefined;
}

export function closeInline(place) {
  const { from } = opened.get(place) ?? {};
  opened.delete(place);
  place.replaceChildren();
  delete place.dataset.open;
  const row = place.closest("[data-key]");
  if (from?.isConnected) from.focus();
  else row?.focus();
}

// Tells the modules that make more of a form that there is a new one.
export const announceForm = (form) =>
  document.dispatchEvent(new CustomEvent("dateline:form", { detail: { form } }));

// The texts with which a form was first opened in a place, by the names of their fields.
export const textsBefore = (place) => opened.get(place)?.texts ?? {};

const TEXTS = "textarea[name], input[name]:not([type=hidden], [type=radio], [type=file])";

export const textFieldsOf = (form) =>
  [...form.querySelectorAll(TEXTS)].filter((each) => each.name !== "note");

const textsOf = (form) => Object.fromEntries(textFieldsOf(form).map((each) => [each.name, each.value]));

export const placeOf = (form) => form.closest("[data-kept][data-open]");

// Sends a form that was opened in a place, and shows there what is wrong with it.
export async function sendInline(place, form, button) {
  const outcome = await sendForm(form, button);
  if (!outcome.page) {
    tell("Nothing was changed: there is no connection. Your text is still here.", true);
    return;
  }
  if (outcome.done) {
    document.dispatchEvent(new CustomEvent("dateline:sent", { detail: { form } }));
    titleSays(false);
    putPanels(outcome.page);
    closeInline(place);
    tell(messagesOf(outcome.page));
    return;
  }
  const failed = outcome.status >= 400;
  titleSays(failed);
  shown(place, outcome.page);
  (place.querySelector(".problems") ?? place.querySelector("form"))?.focus();
  if (failed && !place.querySelector(".problems")) tell(reasonOf(outcome.page), true);
}

function shown(place, page) {
  const state = opened.get(place);
  const { address, pick, prefix, plain } = state;
  const found = page.querySelector(pick);
  const parts = found
    ? [page.querySelector(".theirs"), page.querySelector(".problems"), found].filter(Boolean)
    : [...page.querySelectorAll("main > :not(#messages)")];
  place.replaceChildren(...parts.map((each) => adopted(each, prefix)), closer(place));
  for (const form of place.querySelectorAll("form:not([action])")) {
    form.setAttribute("action", address.split("#")[0]);
  }
  for (const folded of place.querySelectorAll(":scope > details")) folded.open = true;
  const form = place.querySelector("form") ?? undefined;
  if (form) state.texts ??= textsOf(form);
  if (form && !plain) announceForm(form);
  state.plain = false;
  return form;
}

function note(text) {
  const made = document.createElement("p");
  made.className = "quiet";
  made.setAttribute("role", "status");
  made.textContent = text;
  return made;
}

function closer(place) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "close";
  made.textContent = "Close without saving";
  made.addEventListener("click", () => closeInline(place));
  return made;
}

function again(place, { address, pick, from }) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = "Try again";
  made.addEventListener("click", () => openInline(place, address, pick, from));
  return made;
}
