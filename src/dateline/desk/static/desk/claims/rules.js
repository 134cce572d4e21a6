// Prepares the rules of a language, whose form `dateline/claims/matching/rules.py` explains.

import { normalized } from "./tokens.js";

const SLOTS =
  "source source2 via claim claim2 object number number2 any hearer clause rest".split(" ");
const ELEMENT_KINDS = [",", "end", "tail", "aside", "relay", "speaker"];
// Kinds of elements that are at some word of the clause, unlike its end.
const NEEDED = ["word", "verb", "phrase", "relay", "speaker", "ahead"];
const ELEMENTS = new Map();
const PREPARED = new WeakMap();

// The same rules are prepared once.
export function preparedRules(written) {
  if (!PREPARED.has(written)) PREPARED.set(written, prepare(written));
  return PREPARED.get(written);
}

function prepare(written) {
  const { parties, phrases } = written;
  const names = Object.entries(parties).flatMap(([party, all]) => all.map((name) => [name, party]));
  return {
    elisions: written.elisions,
    abbreviations: written.abbreviations,
    clitics: written.clitics,
    endings: written.endings,
    verbSecond: written.verb_second,
    // The end of a plural, where one without an article names nobody: "rescue workers".
    barePlural: written.bare_plural,
    affirmative: byNorm(Object.entries(written.affirmative)),
    finite: byNorm(Object.entries(written.finite)),
    own: byNorm(Object.entries(written.own)),
    numbers: byNorm(Object.entries(written.numbers)),
    parties: byNorm(names),
    frames: written.frames.map(frameOf),
    phrases: new Map(Object.entries(phrases).map(([name, all]) => [name, phraseList(name, all)])),
  };
}

const byNorm = (entries) => new Map(entries.map(([key, value]) => [normalized(key), value]));

// Phrases by the first letter of their first word.
function phraseList(name, phrases) {
  const byLetter = new Map();
  for (const [value, all] of Array.isArray(phrases) ? [["", phrases]] : Object.entries(phrases)) {
    for (const written of all) {
      const places = written.split(" ").map(phrasePlace);
      for (const letter of firstLetters(places)) {
        if (!byLetter.has(letter)) byLetter.set(letter, []);
        byLetter.get(letter).push({ value, places });
      }
    }
  }
  return { name, byLetter };
}

// The longest phrase that begins at a token; of several, the first.
export function phraseAt({ name, byLetter }, tokens, start) {
  let best = null;
  if (start >= tokens.length) return best;
  for (const { value, places } of byLetter.get(tokens[start].norm[0]) ?? []) {
    const end = endOfPhrase(places, tokens, start);
    if (end > (best ? best.end : start)) best = { name, value, end };
  }
  return best;
}

// Where a phrase ends that begins at a token, or -1.
export function endOfPhrase(places, tokens, start) {
  let at = start;
  for (const { alternatives, optional } of places) {
    if (at < tokens.length && isOneOf(tokens[at].norm, alternatives)) at += 1;
    else if (!optional) return -1;
  }
  return at;
}

const isOneOf = (norm, alternatives) =>
  alternatives.some(({ word, begins }) => (begins ? norm.startsWith(word) : norm === word));

function phrasePlace(written) {
  const optional = written.length > 1 && written.endsWith("?");
  const words = (optional ? written.slice(0, -1) : written).split("|");
  const alternatives = words.map((each) => ({
    word: normalized(each.replace(/\*+$/, "")),
    begins: each.endsWith("*"),
  }));
  return { alternatives, optional };
}

function firstLetters(places) {
  const letters = new Set();
  for (const { alternatives, optional } of places) {
    for (const { word } of alternatives) letters.add(word[0]);
    if (!optional) break;
  }
  return letters;
}

function frameOf({ frame, stance = "", also = "", asks = false, claim = "" }) {
  const elements = frame.split(" ").map(sharedElement);
  const beginsWithClaim = ["claim", "object"].includes(elements[0].name);
  const needed = elements.filter(({ kind, repeat }) => !repeat && NEEDED.includes(kind));
  return { elements, stance, also, asks, claim, beginsWithClaim, needed };
}

// Frames share their elements: what is known of one in a clause need not be found again.
function sharedElement(written) {
  if (!ELEMENTS.has(written)) ELEMENTS.set(written, elementOf(written));
  return ELEMENTS.get(written);
}

function elementOf(written) {
  const repeat = written.length > 1 && "?*".includes(written.at(-1)) ? written.at(-1) : "";
  const bare = written.slice(0, written.length - repeat.length);
  if (ELEMENT_KINDS.includes(bare)) return { kind: bare, name: bare, repeat };
  if (bare[0] === "@") return { kind: "ahead", name: bare.slice(1), repeat: "" };
  if (bare[0] === "&") return { kind: "behind", name: bare.slice(1), repeat: "" };
  if (SLOTS.includes(bare)) return { kind: "slot", name: bare, repeat: "" };
  if (bare[0] === "<") return { kind: "verb", name: bare.slice(1, -1), repeat };
  if (bare[0] === "[") return { kind: "phrase", name: bare.slice(1, -1), repeat };
  return { kind: "word", name: bare, places: [phrasePlace(bare)], repeat };
}
