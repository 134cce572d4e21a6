// Sends the form for a new post without leaving the screen, which is then ready for the next one, and
// opens drafts in it.

import { endSaving, isSaved, saveNow, savingOf } from "./autosave.js";
import { parsed } from "./html.js";
import { announceForm } from "./inline.js";
import { putPanels, refreshPanels } from "./panels.js";
import { focusPart, partsIn } from "./parts.js";
import { messagesOf, reasonOf, sendForm } from "./sending.js";
import { tell, titleSays } from "./told.js";

const write = document.getElementById("write");
const OFFLINE = "Nothing was published: there is no connection. Your text is still here.";

export const newPost = () => document.getElementById("new-post");

export function focusNewPost() {
  const first = newPost() && partsIn(newPost())[0];
  if (first) focusPart(first);
  else write?.focus();
  write?.scrollIntoView({ block: "nearest" });
}

// Tells the modules that keep the text of a form that the server has it.
const announceSent = (form) =>
  document.dispatchEvent(new CustomEvent("dateline:sent", { detail: { form } }));

// Puts the form of a page into this one. The address names the draft that is open in it.
function putForm(page, address) {
  const fresh = page.getElementById("write");
  if (!fresh) return false;
  write.replaceChildren(...document.importNode(fresh, true).childNodes);
  if (address) history.replaceState(null, "", screenAddress(address));
  if (!newPost()) return true;
  // A form that is refused shows why instead.
  newPost().toggleAttribute("data-focus", !write.querySelector(".problems"));
  announceForm(newPost());
  return true;
}

// The address of this screen, with the draft that another address names, and without another one.
function screenAddress(address) {
  const here = new URL(location.href);
  const draft = new URL(address).searchParams.get("draft");
  if (draft) here.searchParams.set("draft", draft);
  else here.searchParams.delete("draft");
  return here;
}

async function sendNewPost(form, button) {
  if (form.hasAttribute("aria-busy")) return;
  const outcome = await sendForm(form, button);
  if (!outcome.page) return tell(OFFLINE, true);
  if (!putForm(outcome.page, outcome.done && outcome.url)) {
    return tell(reasonOf(outcome.page), true);
  }
  const failed = outcome.status >= 400;
  titleSays(failed);
  if (outcome.done) {
    announceSent(form);
    putPanels(outcome.page);
    tell(messagesOf(outcome.page));
  }
  const problems = write.querySelector(".problems");
  if (problems) problems.focus();
  else focusNewPost();
  problems?.scrollIntoView({ block: "nearest" });
}

// Saves the draft at once, while its writer goes on writing.
export async function saveDraft() {
  const form = newPost();
  const saving = form && savingOf(form);
  if (!saving) return form?.requestSubmit(form.querySelector('button[value="save"]'));
  await saveNow(saving);
  if (!isSaved(saving)) return undefined;
  tell("Saved as a draft.");
  return refreshPanels(["drafts"]);
}

const isEmpty = (form) =>
  [...form.querySelectorAll("textarea, input[name=headline]")].every(({ value }) => !value.trim());

// Whether the text of the form is saved now, so that another may take its place. Says if it is not.
async function isKept(form) {
  const saving = savingOf(form);
  if (saving) await saveNow(saving);
  if (!saving || !isSaved(saving)) {
    const outcome = await sendForm(form, form.querySelector('button[value="save"]'));
    if (!outcome.page) tell(OFFLINE, true);
    else if (!outcome.done && putForm(outcome.page)) tell(reasonOf(outcome.page), true);
    if (!outcome.done) return false;
  }
  await endSaving(form);
  announceSent(form);
  return true;
}

// Opens a draft in the form. What is in it is saved first.
export async function openDraft(address) {
  const form = newPost();
  try {
    if (form && !isEmpty(form) && !(await isKept(form))) return;
    const answer = await fetch(address);
    const page = parsed(await answer.text());
    if (!answer.ok || !putForm(page, answer.url)) return location.assign(address);
    putPanels(page);
    focusNewPost();
  } catch {
    tell("There is no connection. The draft could not be opened.", true);
  }
}

// The text of a publication that was undone is in the form again, if nothing else is.
async function bringBack(uid) {
  if (newPost() && isEmpty(newPost())) await openDraft(`${location.pathname}?draft=${uid}`);
}

if (write) {
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.id !== "new-post") return;
    event.preventDefault();
    if (!event.submitter?.matches("button.default")) sendNewPost(event.target, event.submitter);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('#new-post button[value="save"]')) {
      event.preventDefault();
      saveDraft();
      return;
    }
    const link = event.target.closest?.('.rail a[href*="?draft="], a[data-act="another"]');
    if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    openDraft(link.href);
  });
  document.addEventListener("dateline:undone", ({ detail }) => bringBack(detail.uid));
}
