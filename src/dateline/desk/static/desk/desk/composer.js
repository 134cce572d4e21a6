// The composer of a form: editors in place of the texts, parts, pictures, and drafts.

import { confirmSent, endSaving, isSaved, markSent, saveBeforeLeaving, saveNow, savingOf, startSaving } from "./autosave.js";
import { editArea, editorOf, editPlain, loadEditor, prefersPlainText, removeLine, showArea } from "./editor.js";
import { parsed } from "./html.js";
import { limitsOf } from "./limits.js";
import { addPart, editorNear, focusPart, isBlank, movePart, openMenu, partsChanged, partsIn, removePart } from "./parts.js";
import { addPictures, isSending, sendPicture } from "./pictures.js";

const KINDS = { text: "text", bullets: "lines", quotation: "plain", question: "plain", embed: "plain" };
const composing = new Set();

export async function compose(form) {
  const composer = form.querySelector(".composer[data-prosemirror]");
  if (!composer || composing.has(form)) return;
  composing.add(form);
  form.classList.add("composing");
  form.addEventListener("click", (event) => partPressed(form, event));
  form.addEventListener("keydown", (event) => movedByKey(event));
  form.addEventListener("change", ({ target }) => {
    if (target.matches(".part input[type=file]") && target.files[0]) sendPicture(target.closest(".part"), target.files[0]);
    if (target.matches(".choose input[type=file]")) {
      addPictures(form, target.files, partsIn(form).at(-1));
      target.value = "";
    }
  });
  takeFiles(form);
  form.addEventListener("input", () => countWords(form));
  // In the capture phase, before anybody sends the form.
  form.addEventListener("submit", (event) => beforeSending(form, event), true);
  const wasFocused = form.contains(document.activeElement);
  await loadEditor(composer.dataset.prosemirror);
  editTexts(form);
  countWords(form);
  if (wasFocused || form.hasAttribute("data-focus")) focusPart(partsIn(form)[0]);
  if (composer.dataset.drafts) await startSaving(form, saverOf(form, composer));
  // From now on nothing that is typed is lost.
  form.dataset.ready = "";
}

// Takes what composers need of a page that ends: texts that are not saved yet.
export function watchPage() {
  confirmSent();
  const leave = () => composing.forEach((form) => form.isConnected && saveBeforeLeaving(form));
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
  addEventListener("online", () => eachSaving(saveNow));
  addEventListener("focus", () => eachSaving((saving) => saving.failures && saveNow(saving)));
  // Whoever takes a text over goes on from its last words.
  document.addEventListener("dateline:elsewhere", ({ detail }) => detail.held && eachSaving(saveNow));
  document.addEventListener("dateline:sent", () => {
    for (const form of composing) {
      if (form.isConnected) continue;
      if (savingOf(form)?.submitted) endSaving(form);
      composing.delete(form);
    }
  });
}

// Whether a page may be left without a question: all that was typed is at the server.
export const allSaved = () =>
  [...composing].every((form) => !form.isConnected || !savingOf(form) || isSaved(savingOf(form)));

function eachSaving(act) {
  for (const form of composing) {
    const saving = form.isConnected && savingOf(form);
    if (saving?.ready) act(saving);
  }
}

// A form waits for what is being sent, so that its draft is not saved beside it.
function beforeSending(form, event) {
  const saving = savingOf(form);
  const button = event.submitter;
  if (isSending(form) && !button?.matches("button.default")) {
    stop(event);
    said(form, "A picture is still being sent. Wait for it or cancel it.", true);
    return;
  }
  if (button?.name === "do" && /^(add|up|down|remove):/.test(button.value)) return;
  if (button?.matches("button.default") || !saving) return;
  if (saving.sending && saving.busy !== saving.sending) {
    stop(event);
    saving.busy = saving.sending;
    saving.sending.finally(() => form.requestSubmit(button));
    return;
  }
  clearTimeout(saving.timer);
  saving.submitted = true;
  // Unless somebody else sends it, the browser does, and leaves the page.
  setTimeout(() => event.defaultPrevented || markSent(form));
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function editTexts(form) {
  limitsOf(form);
  for (const part of form.querySelectorAll(".part[data-part]")) editPart(form, part);
}

function editPart(form, part) {
  const kind = KINDS[part.dataset.part];
  const area = part.querySelector("textarea");
  limitsOf(form);
  if (!kind || !area || prefersPlainText()) return;
  editArea(area, kind, {
    files: (files) => addPictures(form, files, part),
    parts: kind === "text" && form.querySelector("template[data-part]") ? (editor) => openMenu(editor, (each) => choosePart(form, each, part)) : undefined,
    address: (editor, text) => offerKept(form, editor, text),
    dropped: (editor, words) => words && said(form, `Dropped: ${words}`, false, part),
    plain: () => changeEditing(form, true),
  });
}

function changeEditing(form, isPlain) {
  localStorage.setItem("dateline-plain-text", isPlain ? "yes" : "no");
  for (const part of partsIn(form)) {
    const area = part.querySelector("textarea");
    if (!area || !KINDS[part.dataset.part]) continue;
    if (isPlain && editorOf(area)) editPlain(editorOf(area));
    if (!isPlain) editPart(form, part);
  }
  form.querySelector(".as-seen").hidden = !isPlain;
  focusPart(partsIn(form)[0]);
}

function choosePart(form, kind, behind) {
  if (kind === "photograph") {
    form.querySelector(".choose input").click();
    return undefined;
  }
  const part = addPart(form, kind, behind ?? partsIn(form).at(-1));
  if (behind && isBlank(behind)) removePart(behind);
  editPart(form, part);
  focusPart(part);
  return part;
}

function partPressed(form, event) {
  const button = event.target.closest("button");
  if (!button || button.form !== form) return;
  if (button.matches(".as-seen")) changeEditing(form, false);
  else if (button.matches(".preview-button")) preview(form);
  else if (button.name === "do") doPart(form, button, event);
}

function doPart(form, button, event) {
  const [verb, argument] = button.value.split(":");
  const part = button.closest(".part");
  if (verb === "add" && form.querySelector(`template[data-part="${argument}"]`)) choosePart(form, argument);
  else if (verb === "up" && part) movePart(part, -1);
  else if (verb === "down" && part) movePart(part, 1);
  else if (verb === "remove" && part) remove(form, part);
  else return;
  event.preventDefault();
}

function remove(form, part) {
  const title = part.querySelector("legend").textContent;
  const putBack = removePart(part);
  said(form, `${title} removed. `, false, undefined, ["Undo", putBack]);
}

function movedByKey(event) {
  if (!event.altKey || !event.shiftKey || !/^Arrow(Up|Down)$/.test(event.key)) return;
  const part = event.target.closest(".part");
  if (!part) return;
  event.preventDefault();
  movePart(part, event.key === "ArrowUp" ? -1 : 1);
}

// Pictures that are pasted or dropped anywhere in the form.
function takeFiles(form) {
  const picturesIn = (transfer) => [...(transfer?.files ?? [])].filter((each) => each.type.startsWith("image/"));
  form.addEventListener("paste", (event) => {
    const files = picturesIn(event.clipboardData);
    if (event.defaultPrevented || !files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    addPictures(form, files, event.target.closest(".part") ?? partsIn(form).at(-1));
  });
  form.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.add("receiving");
  });
  form.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!form.contains(relatedTarget)) form.classList.remove("receiving");
  });
  form.addEventListener("drop", (event) => {
    form.classList.remove("receiving");
    if (event.defaultPrevented || !event.dataTransfer.files.length) return;
    event.preventDefault();
    const files = picturesIn(event.dataTransfer);
    if (files.length) addPictures(form, files, event.target.closest(".part") ?? partsIn(form).at(-1));
    else said(form, "This is no picture. Nothing was changed.", true);
  });
}

function offerKept(form, editor, address) {
  if (!form.querySelector('template[data-part="embed"]')) return;
  const part = editor.area.closest(".part");
  said(form, "Keep a copy of what this link leads to? ", false, part, ["Add a copy", () => {
    removeLine(editor, address);
    const added = choosePart(form, "embed", part);
    added.querySelector('input[name$="-address"]').value = address;
    added.querySelector('input[name$="-author"]').focus();
    partsChanged(form);
  }]);
}

// Says something below a part, or below all of them, with an act that can be chosen.
function said(form, text, isError, part, act) {
  const place = (part ?? form.querySelector(".composer")).querySelector(":scope > .said");
  if (!place) return;
  place.className = isError ? "said error" : "said";
  place.textContent = text;
  if (!act) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = act[0];
  button.addEventListener("click", () => {
    place.textContent = "";
    act[1]();
  });
  place.append(button);
}

const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "word" });

function countWords(form) {
  clearTimeout(form.counting);
  form.counting = setTimeout(() => {
    const place = form.querySelector(".word-count");
    if (!place) return;
    const texts = partsIn(form).map((part) => part.querySelector(".prose")?.textContent ?? part.querySelector("textarea")?.value ?? "");
    const all = segmenter ? texts.flatMap((text) => [...segmenter.segment(text)]).filter((each) => each.isWordLike) : texts.join(" ").split(/\s+/).filter(Boolean);
    place.textContent = `${all.length} ${all.length === 1 ? "word" : "words"}`;
  }, 300);
}

async function preview(form) {
  const saving = savingOf(form);
  const place = form.querySelector(".previewed");
  const isSavedNow = saving && (await saveNow(saving)) && saving.version;
  const { drafts } = form.querySelector(".composer").dataset;
  const answer = isSavedNow && (await fetch(`${drafts}${saving.uid}/`).catch(() => undefined));
  const page = answer?.ok && parsed(await answer.text());
  const found = page && (page.querySelector(".preview") ?? page.querySelector("main h2 ~ ul"));
  place.hidden = false;
  place.replaceChildren(found ? document.importNode(found, true) : "There is nothing to preview yet.");
  place.focus();
}

function saverOf(form, composer) {
  const status = composer.querySelector(".draft-saved");
  const { drafts, person, signIn } = composer.dataset;
  const on = {
    say: (state, at, error) => showState(form, status, signIn, state, at, error),
    fill: (fields) => fill(form, fields),
    restored: (text, discard) => {
      said(form, `Your text of ${clockOf(text.keptAt)} is back. `, false, undefined, ["Start an empty one", discard]);
    },
    differs: (found, names) => showTheirs(form, found, names),
    elsewhere: (takeOver) => said(form, "This draft is open in another tab. What you type here is not saved. ", true, undefined, ["Save it from here", takeOver]),
    taken: (error, isSame, anew) => {
      if (!isSame) {
        said(form, `${error} It is not saved. `, true, undefined, ["Keep it as a new draft", anew]);
        return;
      }
      endSaving(form);
      location.assign(location.pathname);
    },
  };
  return { address: drafts, person, on };
}

const clockOf = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function showState(form, status, signIn, state, at, error) {
  const texts = {
    idle: "",
    writing: "Saving …",
    saved: `Saved ${at ? clockOf(at) : ""}`,
    offline: "Not saved. There is no connection and your text is kept in this browser.",
    failing: "Not saved. The server does not answer and your text is kept in this browser.",
    "signed-out": "Not saved. You are signed out and your text is kept in this browser. ",
    refused: `Not saved. ${error || "The server refused the draft."}`,
    unkept: "This browser cannot keep your text. Save it before you leave the page.",
  };
  if (status.dataset.state === state && state !== "saved") return;
  const isTrouble = !["idle", "writing", "saved"].includes(state);
  status.dataset.state = state;
  status.textContent = texts[state];
  // That a text was saved is not announced each time; that it was not is.
  status.setAttribute("role", isTrouble ? "alert" : "presentation");
  if (state !== "signed-out") return;
  const link = document.createElement("a");
  link.href = signIn;
  link.target = "_blank";
  link.textContent = "Sign in in another tab";
  status.append(link);
}

// Both texts, where two people changed the same paragraph. Mine is in the form.
function showTheirs(form, { fields, saved_by: by }, names) {
  const place = form.querySelector(".their-text");
  const heading = document.createElement("h3");
  const texts = document.createElement("pre");
  const button = document.createElement("button");
  heading.textContent = `${by ?? "Somebody"} changed the same paragraph. Your text is in the form. Theirs says`;
  texts.textContent = names.filter((name) => fields[name]).map((name) => fields[name]).join("\n\n");
  texts.dir = "auto";
  button.type = "button";
  button.textContent = "Take their text";
  button.addEventListener("click", () => {
    fill(form, fields);
    place.hidden = true;
  });
  place.replaceChildren(heading, texts, button);
  place.hidden = false;
}

// Puts the fields of a draft into the form, with its parts.
function fill(form, fields) {
  const kinds = Object.keys(fields).map((name) => /^part-(\d+)-kind$/.exec(name)).filter(Boolean);
  const wanted = kinds.map(([name, number]) => [Number(number), fields[name]]).sort(([one], [other]) => one - other);
  const here = partsIn(form);
  const isSame = here.length === wanted.length && wanted.every(([, kind], at) => here[at].dataset.part === kind);
  const renamed = renumbered(fields, wanted);
  if (!isSame && form.querySelector("template[data-part]")) {
    here.forEach((part) => part.remove());
    wanted.forEach(([, kind]) => editPart(form, addPart(form, kind)));
  }
  for (const field of form.elements) {
    const isText = field.name && !["hidden", "file", "checkbox", "radio", "submit"].includes(field.type);
    const isKept = field.name?.endsWith("-picture") || field.name === "proposed";
    if (field.type === "radio") field.checked = renamed[field.name] === field.value;
    else if ((isText || isKept) && !/^(due|draft|idempotency_key)$/.test(field.name)) setField(field, renamed[field.name] ?? "");
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function setField(field, value) {
  if (field.value === value) return;
  field.value = value;
  if (field.tagName === "TEXTAREA") showArea(field);
}

function renumbered(fields, wanted) {
  const places = new Map(wanted.map(([number], at) => [String(number), at]));
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => {
    const found = /^part-(\d+)-(.*)$/.exec(name);
    return [found ? `part-${places.get(found[1])}-${found[2]}` : name, value];
  }));
}
