// Loses nothing that was typed: each change is kept in this browser at once, and saved as a draft at
// the server after a pause. Without a connection, or signed out, the text waits in the browser.

import { parsed } from "./html.js";
import { mergeFields } from "./merge.js";
import { forgetText, keepText, keptText, keptTexts, releaseText, takeText } from "./store.js";

const KEEP_AFTER = 150;
const SAVE_AFTER = 1200;
const SAVE_AT_LEAST_EVERY = 8000;
const FORGOTTEN_AFTER = 12 * 3600 * 1000;
const ENDED_STATES = ["published", "publishing", "discarded"];
const RETRY_AFTER = [2000, 5000, 15000, 30000];
// What is no text of the writer; see `NOT_TEXT` in forms/drafts.py.
const NOT_TEXT = "csrfmiddlewaretoken do draft draft_version due expected_seq idempotency_key post".split(" ");
const BESIDE = ["post", "expected_seq", "csrfmiddlewaretoken"];
const savings = new WeakMap();
const running = new Set();

export const savingOf = (form) => savings.get(form);

// The text of a form by the names of its fields.
export function textIn(form) {
  const sent = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TEXT.includes(name));
  return Object.fromEntries(sent.map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")]));
}

export const isSameText = (one, other) => {
  const list = (fields) => JSON.stringify(Object.entries(fields).filter(([, value]) => value).sort());
  return list(one) === list(other);
};

// `on` has what the composer does: `fill` puts fields into the form, `say` shows the state, `restored`,
// `differs` shows a text that was saved elsewhere, and `elsewhere` says that another tab has the draft.
export async function startSaving(form, { address, person, on }) {
  const start = form.querySelector("[data-refused]") ? {} : defaultsIn(form);
  const saving = {
    form,
    address,
    on,
    uid: form.elements.draft?.value || form.elements.idempotency_key.value,
    version: Number(form.elements.draft_version?.value) || 0,
    scope: `${person} ${new URL(form.action).pathname}`,
    base: start,
    start,
    failures: 0,
  };
  for (const each of running) if (!each.form.isConnected) retire(each, saving.uid);
  savings.set(form, saving);
  running.add(saving);
  form.addEventListener("input", () => textChanged(saving));
  form.addEventListener("change", () => textChanged(saving));
  saving.mine = await takeText(saving.uid);
  if (!saving.mine) on.elsewhere(() => takeOver(saving));
  await restore(saving).catch(() => on.say("unkept"));
  saving.ready = true;
  if (saving.version && isSaved(saving)) on.say("saved", saving.savedAt);
  textChanged(saving);
}

// After its form was sent and the server took it, or after it was given up.
export async function endSaving(form) {
  const saving = savings.get(form);
  if (!saving) return;
  saving.ended = true;
  await saving.kept?.catch(() => {});
  await forgetText(saving.uid).catch(() => {});
  stopSaving(saving);
}

// Ends what was begun for a form that another one has replaced. If the same text came back in that,
// its uid is still taken.
async function retire(saving, uid) {
  if (saving.uid === uid) {
    saving.mine = false;
    stopSaving(saving);
    return;
  }
  if (!saving.submitted) await saveNow(saving);
  if (saving.submitted || isSaved(saving)) await endSaving(saving.form);
  else stopSaving(saving);
}

function stopSaving(saving) {
  saving.ended = true;
  savings.delete(saving.form);
  running.delete(saving);
  clearTimeout(saving.keeping);
  clearTimeout(saving.timer);
  if (saving.mine) releaseText(saving.uid);
}

// The text of a form as the server rendered it. A browser may have filled in something since.
function defaultsIn(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return textIn(copy);
}

// Sends what is not saved, and waits for the answer.
export async function saveNow(saving) {
  clearTimeout(saving.timer);
  await saving.sending;
  await send(saving);
  return !saving.failures;
}

export function saveBeforeLeaving(form) {
  const saving = savings.get(form);
  if (!saving?.ready || saving.ended || saving.left || isSaved(saving)) return;
  keep(saving);
  // The browser lets a small request outlive the page. A larger text is kept, and sent next time.
  fetch(saving.address, { ...requestOf(saving, textIn(form)), keepalive: true }).catch(() => {});
}

export const isSaved = (saving) => isSameText(saving.base, textIn(saving.form));

// The page is left by a form that was sent: the text is kept until an answer says that it arrived.
export function markSent(form) {
  const saving = savings.get(form);
  if (!saving) return;
  saving.left = true;
  sessionStorage.setItem("dateline-sent", saving.uid);
}

// What was sent last in this tab, if this page says that it was done.
export async function confirmSent() {
  const uid = sessionStorage.getItem("dateline-sent");
  sessionStorage.removeItem("dateline-sent");
  if (uid && document.querySelector("#messages .success, .message.success")) await forgetText(uid);
}

function textChanged(saving) {
  if (!saving.ready || saving.ended) return;
  clearTimeout(saving.keeping);
  saving.keeping = setTimeout(() => keep(saving), KEEP_AFTER);
  if (isSaved(saving)) return;
  if (navigator.onLine) saving.on.say("writing");
  saving.since ??= performance.now();
  const pause = Math.min(SAVE_AFTER, SAVE_AT_LEAST_EVERY - (performance.now() - saving.since));
  later(saving, saving.stopped ? Infinity : Math.max(0, pause));
}

function later(saving, pause) {
  clearTimeout(saving.timer);
  if (pause < Infinity) saving.timer = setTimeout(() => send(saving), pause);
}

function keep(saving) {
  const { uid, scope, version, base, form } = saving;
  if (saving.ended || !saving.mine) return;
  const fields = textIn(form);
  if (!version && isSameText(fields, saving.start)) {
    saving.kept = forgetText(uid);
    return;
  }
  const others = { action: form.getAttribute("action") ?? location.pathname };
  saving.kept = keepText({ uid, scope, version, base, fields, keptAt: Date.now(), savedAt: saving.savedAt, ...others });
  saving.kept.catch(() => saving.on.say("unkept"));
}

function requestOf(saving, fields) {
  const body = new URLSearchParams(fields);
  for (const name of BESIDE) {
    const field = saving.form.elements[name];
    if (field) body.set(name, field.value);
  }
  body.set("draft", saving.uid);
  body.set("draft_version", String(saving.version));
  return { method: "POST", body, headers: { Accept: "application/json" } };
}

function send(saving) {
  saving.sending = (saving.sending ?? Promise.resolve()).then(() => sendOnce(saving));
  return saving.sending;
}

async function sendOnce(saving) {
  const fields = textIn(saving.form);
  if (saving.ended || saving.left || !saving.mine || (saving.version && isSaved(saving))) return;
  if (!saving.version && isSameText(fields, saving.start)) return;
  let answer;
  try {
    answer = await fetch(saving.address, requestOf(saving, fields));
  } catch {
    failed(saving, "offline");
    return;
  }
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  const found = isJson ? await answer.json().catch(() => ({})) : {};
  if (saving.ended) return;
  if (answer.ok && found.version) saved(saving, fields, found);
  else if (answer.status === 409 && found.writable === false) taken(saving, found);
  else if (answer.status === 409 && found.fields) overtaken(saving, found);
  else if (answer.status === 401 || answer.redirected) failed(saving, "signed-out");
  else if (answer.status === 403 && !isJson) await forbidden(saving, answer);
  else refused(saving, answer.status, found.error);
}

function saved(saving, fields, { version, saved_at: at }) {
  Object.assign(saving, { version, base: fields, savedAt: at, failures: 0, since: undefined });
  const { draft, draft_version: number } = saving.form.elements;
  if (draft) draft.value = saving.uid;
  if (number) number.value = version;
  keep(saving);
  if (isSaved(saving)) saving.on.say("saved", at);
  else later(saving, SAVE_AFTER);
}

function failed(saving, state) {
  saving.on.say(state);
  const pause = RETRY_AFTER[Math.min(saving.failures, RETRY_AFTER.length - 1)];
  saving.failures += 1;
  later(saving, pause);
}

// The token of the form is of a session that has ended; the new session has another one.
async function forbidden(saving, answer) {
  await answer.text();
  const page = await fetch(location.href).then((each) => (each.redirected ? "" : each.text())).catch(() => "");
  const token = page && parsed(page).querySelector("[name=csrfmiddlewaretoken]")?.value;
  const field = saving.form.elements.csrfmiddlewaretoken;
  if (!token) failed(saving, "signed-out");
  else if (saving.failures > 2) refused(saving, 403, "");
  else {
    field.value = token;
    saving.failures += 1;
    later(saving, 0);
  }
}

function refused(saving, status, error) {
  if (status >= 500 || status === 429) failed(saving, "failing");
  else {
    saving.stopped = true;
    saving.failures += 1;
    saving.on.say("refused", undefined, error);
  }
}

// Somebody else, or another tab, saved the draft. What touches different paragraphs is merged.
function overtaken(saving, found) {
  const mine = textIn(saving.form);
  const { fields, conflicts } = mergeFields(saving.base, mine, found.fields);
  Object.assign(saving, { version: found.version, base: found.fields, savedAt: found.saved_at });
  if (conflicts.length) saving.on.differs(found, conflicts);
  if (!isSameText(fields, mine)) saving.on.fill(fields);
  later(saving, 0);
}

// The draft is published, or somebody else's now: whoever writes here may not change it any more.
function taken(saving, found) {
  saving.stopped = true;
  saving.failures += 1;
  const isEnded = ENDED_STATES.includes(found.state);
  const isSame = isEnded && found.fields && isSameText(textIn(saving.form), found.fields);
  saving.on.taken(found.error, isSame, () => startAnew(saving));
}

// Goes on as a text of its own, after its draft was taken.
function startAnew(saving) {
  const uid = crypto.randomUUID().replaceAll("-", "");
  forgetText(saving.uid);
  releaseText(saving.uid);
  Object.assign(saving, { uid, version: 0, base: saving.start, stopped: false, failures: 0 });
  saving.form.elements.idempotency_key.value = uid;
  if (saving.form.elements.draft) saving.form.elements.draft.value = "";
  if (saving.form.elements.draft_version) saving.form.elements.draft_version.value = "";
  takeText(uid);
  textChanged(saving);
}

async function takeOver(saving) {
  saving.mine = true;
  textChanged(saving);
}

// Puts a text back that this browser has, and the server may not have.
async function restore(saving) {
  const { form, scope } = saving;
  if (form.elements.draft?.value) {
    if (!saving.mine) return;
    const own = await keptText(saving.uid);
    if (own && !isSameText(own.fields, own.base)) putBack(saving, own);
    return;
  }
  if (!isSameText(saving.start, textIn(form)) || form.querySelector("[data-refused]")) return;
  for (const text of await keptTexts(scope)) {
    if ([...running].some((each) => each.uid === text.uid)) continue;
    if (!(await takeText(text.uid))) continue;
    if (saving.taken || !isSameText(saving.start, textIn(form))) {
      // One text is in the form already. Others become drafts, if they are none.
      await sendKept(saving, text);
      releaseText(text.uid);
      continue;
    }
    if (await isOver(saving, text)) {
      await forgetText(text.uid);
      releaseText(text.uid);
      continue;
    }
    releaseText(saving.uid);
    Object.assign(saving, { uid: text.uid, version: text.version, mine: true, taken: true });
    form.elements.idempotency_key.value = text.uid;
    if (form.elements.draft && text.version) form.elements.draft.value = text.uid;
    if (form.elements.draft_version && text.version) form.elements.draft_version.value = text.version;
    putBack(saving, text);
  }
}

// Whether a text that the server has was published or discarded since, or is so old that nobody
// expects it in the form. It is among the drafts then.
async function isOver(saving, text) {
  if (!text.version) return false;
  const hasUnsent = !isSameText(text.fields, text.base);
  if (!hasUnsent && Date.now() - text.keptAt > FORGOTTEN_AFTER) return true;
  const request = requestOf({ ...saving, uid: text.uid, version: text.version }, text.fields);
  const answer = await fetch(saving.address, request).catch(() => undefined);
  const found = await answer?.json().catch(() => undefined);
  if (!found) return false;
  if (answer.ok) text.base = text.fields;
  if (answer.ok && found.version) text.version = found.version;
  const isSameThere = answer.ok || (found.fields && isSameText(text.fields, found.fields));
  const isEnded = found.state ? ENDED_STATES.includes(found.state) : answer.status === 404;
  return isEnded && (isSameThere || !hasUnsent);
}

function putBack(saving, text) {
  saving.base = text.base;
  saving.savedAt = text.savedAt;
  // A draft that the server has in this version is merged with what it says there.
  if (text.version && text.version < saving.version) saving.version = text.version;
  saving.on.fill(text.fields);
  saving.on.restored(text, () => discard(saving));
}

async function sendKept(saving, text) {
  if (!isSameText(text.fields, text.base)) {
    const request = requestOf({ ...saving, uid: text.uid, version: text.version }, text.fields);
    const answer = await fetch(saving.address, request).catch(() => undefined);
    if (!answer?.ok) return;
  }
  await forgetText(text.uid);
}

// An empty form in place of a text that was put back. Its draft stays.
async function discard(saving) {
  await saveNow(saving);
  if (!isSaved(saving) && saving.version === 0) return;
  await forgetText(saving.uid);
  startAnew(saving);
  saving.on.fill(saving.start);
}
