// A correction in one motion: the selected words, what is right instead, and the note that says both.

import { announceForm, openInline, placeOf, textFieldsOf, textsBefore } from "./inline.js";
import { focusPart, partsIn } from "./parts.js";

// The smallest elements of a post that are one text.
const BLOCKS = "p, li, h3, blockquote, figcaption, dt, dd";

export async function openCorrection(row) {
  const offered = row.querySelector('.choices [data-kind="correct"]');
  if (offered) {
    sendAs(offered);
    return;
  }
  const link = row.querySelector('[data-act="correct"]');
  const place = row.querySelector(":scope > [data-kept]");
  if (!link) return;
  const chosen = selectedIn(row.querySelector(".as-read"));
  const form = await openInline(place, link.getAttribute("href"), "form.compose", link, chosen);
  if (!form) return;
  const found = chosen && textAt(form, chosen);
  if (found) askForWords(form, chosen.words, found);
  else if (chosen) askInWholeForm(form, chosen.words);
  else focusPart(partsIn(form)[0]);
  row.scrollIntoView({ block: "nearest" });
}

// The selected words of an element, with the text before and behind them in the same block.
function selectedIn(element) {
  const selection = getSelection();
  const words = selection.toString().trim();
  if (!words || !element.contains(selection.anchorNode)) return undefined;
  const range = selection.getRangeAt(0);
  const start = range.startContainer;
  const block = (start.closest ? start : start.parentElement).closest(BLOCKS) ?? element;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const behind = document.createRange();
  behind.setStart(range.endContainer, range.endOffset);
  behind.setEnd(block, block.childNodes.length);
  return { words, before: before.toString(), behind: behind.toString() };
}

// The field of a form with the selected words, and where they are in it. If they are there more than
// once, the place is the one with the most of the same text around it.
function textAt(form, { words, before, behind }) {
  let best;
  for (const field of textFieldsOf(form)) {
    let at = field.value.indexOf(words);
    for (; at >= 0; at = field.value.indexOf(words, at + 1)) {
      const same =
        sameEnd(plain(before), plain(field.value.slice(0, at))) +
        sameStart(plain(behind), plain(field.value.slice(at + words.length)));
      if (!best || same > best.same) best = { field, at, same };
    }
  }
  return best;
}

// A text as readers see it, as far as its marks are concerned.
const plain = (text) => text.replace(/\\([\\*_[\]<&])/g, "$1").replace(/\*\*|[_[\]]/g, "");

function sameStart(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

const sameEnd = (one, other) => sameStart([...one].reverse(), [...other].reverse());

const asMarkup = (text) => text.replace(/[\\*_[\]]/g, "\\$&");

function askForWords(form, was, { field, at }) {
  const ask = document.createElement("div");
  ask.className = "correction";
  const id = `${form.parentElement.closest("li").id}-now`;
  const before = document.createElement("p");
  before.append("Was ", quoted(was));
  const label = document.createElement("label");
  label.htmlFor = id;
  label.textContent = "Now";
  const now = document.createElement("input");
  now.id = id;
  now.dir = "auto";
  now.value = was;
  now.autocomplete = "off";
  const send = form.querySelector("button.act");
  const sendsChange = send.textContent;
  send.textContent = "Correct the post";
  const whole = document.createElement("button");
  whole.type = "button";
  whole.textContent = "Show the whole text";
  ask.append(before, label, now, whole);
  form.prepend(ask);
  form.classList.add("quick");
  const [start, end] = [field.value.slice(0, at), field.value.slice(at + was.length)];
  const isMarked = field.localName === "textarea";
  now.addEventListener("input", () => {
    field.value = start + (isMarked ? asMarkup(now.value) : now.value) + end;
    noteSays(form, was, now.value);
  });
  now.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    form.requestSubmit(form.querySelector("button.act"));
  });
  whole.addEventListener("click", () => {
    form.classList.remove("quick");
    send.textContent = sendsChange;
    ask.remove();
    announceForm(form);
    focusPart(field.closest(".part") ?? field);
  });
  noteSays(form, was, was);
  now.focus();
  now.select();
}

function quoted(text) {
  const made = document.createElement("q");
  made.dir = "auto";
  made.textContent = text;
  return made;
}

// The words stand in no field as they are shown, so they are changed in the text itself.
function askInWholeForm(form, was) {
  announceForm(form);
  noteSays(form, was, "…");
  focusPart(partsIn(form)[0]);
}

// Fills in the note, unless somebody has written another one.
function noteSays(form, was, now) {
  const note = form.querySelector('[name="note"]');
  if (note.value && note.value !== note.dataset.said) return;
  const template = document.getElementById("panel-posts").dataset.note;
  note.value = template.replace("{now}", () => now).replace("{was}", () => was);
  note.dataset.said = note.value;
}

// Chooses the kind of change under which a refused form is sent again.
function sendAs(button) {
  const form = button.closest("form");
  const place = placeOf(form);
  form.querySelector(`[name="kind"][value="${button.dataset.kind}"]`).checked = true;
  const texts = place ? textsBefore(place) : {};
  const field = textFieldsOf(form).find(({ name, value }) => (texts[name] ?? value) !== value);
  if (field && button.dataset.kind === "correct") {
    noteSays(form, ...changedWords(texts[field.name], field.value));
  }
  form.querySelector('[name="note"]').focus();
}

// The words that two texts do not have in common, from the first to the last of them.
function changedWords(before, after) {
  const [old, now] = [before.split(/\s+/), after.split(/\s+/)];
  const start = sameStart(old, now);
  const end = Math.min(sameEnd(old, now), old.length - start, now.length - start);
  const part = (words) => plain(words.slice(start, words.length - end).join(" "));
  return [part(old), part(now)];
}

if (document.querySelector(".screen")) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".choices [data-kind]");
    if (!button || !placeOf(button)) return;
    event.preventDefault();
    sendAs(button);
  });
}
