// Proposes who says what while a post is written. The matcher runs here, without the network. Only what
// the writer accepts is recorded with the post; publishing never waits for it.

import { propose } from "../claims/matcher.js";
import { Chip } from "./chip.js";
import { focusPart, partsIn } from "./parts.js";

const PROPOSE_AFTER = 250;
const CHIPS_SHOWN = 3;
// As many as the server takes: MAX_PROPOSED in forms/proposed.py.
const CHIPS_KEPT = 12;
const NOTHING_KNOWN = { language: "", rules: {}, sources: [], claims: [] };
const proposing = new WeakMap();

export function proposeClaims(form) {
  const address = form.querySelector(".composer")?.dataset.claims;
  const place = form.querySelector(".chips");
  if (!address || !place || proposing.has(form)) return;
  const state = { form, place, field: form.elements.proposed, known: NOTHING_KNOWN, chips: [], left: new Set() };
  proposing.set(form, state);
  form.addEventListener("input", ({ target }) => target !== state.field && wordsChanged(state));
  form.addEventListener("keydown", (event) => tabPressed(state, event), true);
  // What is still open waits for an editor, with the words that the text has now.
  form.addEventListener("submit", () => state.known !== NOTHING_KNOWN && proposeNow(state), true);
  form.addEventListener("focusin", ({ target }) => (state.part = target.closest(".part") ?? state.part));
  loadKnown(state, address);
}

async function loadKnown(state, address) {
  const answer = await fetch(address).catch(() => undefined);
  if (!answer?.ok) return;
  state.known = await answer.json();
  const list = state.place.querySelector("datalist");
  list.replaceChildren(...state.known.sources.map(({ label }) => new Option(label, label)));
  restoreChips(state);
  proposeNow(state);
  state.place.dataset.ready = "";
}

// Takes the chips out of the field, which a draft has filled.
function restoreChips(state) {
  state.written = state.field.value;
  let kept = [];
  try {
    kept = JSON.parse(state.written || "[]");
  } catch {
    // The server leaves out what it cannot read, too.
  }
  state.chips = kept.map((proposed) => chipOf(state, proposed));
  showChips(state);
}

function wordsChanged(state) {
  if (state.field.value !== state.written) restoreChips(state);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => proposeNow(state), PROPOSE_AFTER);
}

const textOf = (form) =>
  partsIn(form)
    .map((part) => {
      const blocks = [...part.querySelectorAll(".prose > *")];
      return blocks.length ? blocks.map((each) => each.textContent).join("\n") : (part.querySelector("textarea")?.value ?? "");
    })
    .join("\n");

// Two proposals with the same key are one: the same was read in the same sentence.
const nameOfProposed = ({ sentence, read }) => `${sentence}|${read}`;

function proposeNow(state) {
  clearTimeout(state.timer);
  const text = textOf(state.form);
  const found = propose(text, state.known.language, state.known, state.known.rules);
  const seen = new Set();
  const chips = found.map((each) => {
    const proposed = proposedFrom(each, text);
    const key = nameOfProposed(proposed);
    if (seen.has(key) || state.left.has(key)) return undefined;
    seen.add(key);
    return state.chips.find((chip) => chip.key === key) ?? decidedBefore(state, proposed, text) ?? chipOf(state, proposed);
  });
  state.chips = chips.filter(Boolean).slice(0, CHIPS_KEPT);
  showChips(state);
  storeProposed(state);
}

// A decision stays while the sentence is written on, as long as the same is read in it. Who changes
// "denies" to "confirms" has to decide again.
function decidedBefore(state, proposed, text) {
  const isSame = (each) => each.read === proposed.read && !text.includes(each.sentence);
  const chip = state.chips.find((each) => each.accepted && isSame(each.proposed));
  if (!chip) return undefined;
  chip.key = nameOfProposed(proposed);
  chip.proposed.sentence = proposed.sentence;
  return chip;
}

function chipOf(state, proposed) {
  const on = {
    change: (chip) => {
      storeProposed(state);
      sayDecision(state, chip);
    },
    next: (chip) => acceptNext(state, chip),
    leave: (chip) => leaveChip(state, chip),
    done: () => writeOn(state),
  };
  return Object.assign(new Chip(proposed, state.known, on), { key: nameOfProposed(proposed) });
}

function proposedFrom(each, text) {
  const relay = each.chain.length > 1 ? each.chain[0] : undefined;
  const origin = each.chain.at(-1);
  const [low, high] = each.quantity ?? [];
  const digits = (number) => (number === undefined || number === null ? "" : String(number));
  const type = each.speaksFor && each.sourceText === each.speaksFor ? "unspecified_state" : each.naming === "named" ? "organisation" : "person";
  const found = {
    sentence: text.slice(each.start, each.end).trim().slice(0, 500),
    claim: each.claimId,
    claim_text: each.claimText,
    source: each.sourceId,
    label: each.sourceText,
    naming: each.naming,
    source_type: type,
    speaks_for: each.speaksFor,
    // Whoever a newsroom quotes by name has something to say on it. An editor can change that.
    standing: each.naming === "named",
    reason: "",
    stance: each.stance,
    modality: each.modality,
    low: digits(low),
    high: digits(high ?? low),
    relay: relay?.sourceText ?? "",
    relay_how: relay?.how ?? "unspecified",
    how: origin?.how ?? "unspecified",
    earlier: each.earlier,
    asks: each.asks,
    accepted: false,
  };
  return { ...found, read: readIn(found) };
}

// What was read in a sentence. It goes with the proposal, since its writer may change the rest, and
// has to find the decision again after a reload.
function readIn({ label, stance, modality, claim_text: claim, low, high, relay, earlier }) {
  return JSON.stringify([label, stance, modality, claim, low, high, relay, earlier]).slice(0, 1000);
}

function showChips(state) {
  const open = state.chips.filter((chip) => !chip.accepted).slice(0, CHIPS_SHOWN);
  const shown = state.chips.filter((chip) => chip.accepted || open.includes(chip));
  const list = state.place.querySelector(".chip-list");
  const elements = shown.map((chip) => chip.element);
  if (elements.length !== list.children.length || elements.some((each, at) => list.children[at] !== each)) {
    list.replaceChildren(...elements);
  }
  state.place.hidden = !shown.length;
}

function storeProposed(state) {
  const value = state.chips.length ? JSON.stringify(state.chips.map(({ proposed }) => proposed)) : "";
  if (state.field.value === value) return;
  state.field.value = state.written = value;
  state.field.dispatchEvent(new Event("change", { bubbles: true }));
}

function tabPressed(state, event) {
  if (event.key !== "Tab" || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  if (!event.target.closest?.(".prose, .part textarea")) return;
  // What was not on the screen yet is only shown.
  const seen = state.chips.filter((chip) => chip.element.isConnected);
  if (state.known !== NOTHING_KNOWN) proposeNow(state);
  if (!acceptNext(state, undefined, seen)) return;
  event.preventDefault();
  event.stopPropagation();
}

// Accepts the next open chip, or shows what it asks. Returns whether there was one. It only goes
// forward: after the last one Tab leads on through the form.
function acceptNext(state, after, seen) {
  const behind = state.chips.slice(state.chips.indexOf(after) + 1);
  const next = behind.find((chip) => !chip.accepted && chip.element.isConnected);
  if (!next) return false;
  if (!seen || seen.includes(next)) next.accept();
  next.button.focus();
  sayDecision(state, next);
  return true;
}

function leaveChip(state, chip) {
  state.left.add(chip.key);
  state.chips = state.chips.filter((each) => each !== chip);
  showChips(state);
  storeProposed(state);
  const next = state.chips.find((each) => !each.accepted);
  if (next) next.button.focus();
  else writeOn(state);
}

const writeOn = (state) => focusPart(state.part?.isConnected ? state.part : partsIn(state.form).at(-1));

function sayDecision(state, chip) {
  state.place.querySelector("[role=status]").textContent = chip.accepted ? `Accepted: ${chip.button.textContent}` : `To be decided: ${chip.button.textContent}`;
}
