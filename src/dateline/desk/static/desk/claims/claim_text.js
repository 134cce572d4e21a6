// Turns the words of a claim into an affirmative sentence, and reads the number in it, as
// `dateline/claims/matching/claim_text.py` does.

import { firstLetter, isCapital, isLetter, isQuote, normalized, tokensOf } from "./tokens.js";
import { phraseAt } from "./rules.js";

const LONGEST_CLAIM = 200;
// Half of the words of both texts must be alike.
const ENOUGH = 1;
const SHORTEST_WORD = 3;
const SHORTEST_STEM = 4;
const EASTERN = "٠١٢٣٤٥٦٧٨٩٬٫";
const APOSTROPHES = ["'", "’"];

const lengthOf = (written) => [...written].length;

// The words with the spaces that they have in the text, without quotation marks.
export function joinedWords(text, tokens) {
  let written = "";
  let before = null;
  for (const token of tokens) {
    if (before) {
      const between = text.slice(before.end, token.start);
      const apart = token.start < before.end || /\s/.test(between) || isLetter(between);
      if (APOSTROPHES.includes(between[0]) && ownsMark(text, before)) written += between[0];
      if (apart && !APOSTROPHES.includes(before.text.at(-1))) written += " ";
    }
    // A word left out before a mark leaves no space.
    if (!token.isWord && ",.;:".includes(token.norm)) written = written.trimEnd();
    written += token.text;
    before = token;
  }
  return written;
}

// Whether the mark after a word is its apostrophe, as in "the engineers' union".
const ownsMark = (text, { norm, start }) =>
  norm.endsWith("s") && !isQuote(text.slice(Math.max(start - 1, 0), start));

// The words as a sentence without its full stop, of 200 characters at most.
export function sentenceText(text, words) {
  let tokens = words;
  while (tokens.length && !tokens.at(-1).isWord && !")%".includes(tokens.at(-1).text)) {
    tokens = tokens.slice(0, -1);
  }
  tokens = tokens.slice(0, LONGEST_CLAIM + 1);
  let written = joinedWords(text, tokens);
  while (lengthOf(written) > LONGEST_CLAIM) {
    tokens = tokens.slice(0, -1);
    written = `${joinedWords(text, tokens)}…`;
  }
  if (!written) return written;
  const first = firstLetter(written);
  return first.toUpperCase() + written.slice(first.length);
}

// The words without their negation.
export function withoutNegation(tokens, rules) {
  return tokens.flatMap((token) => {
    const word = rules.affirmative.get(token.norm);
    if (word === undefined) return [token];
    return word ? [{ ...token, text: word, norm: normalized(word) }] : [];
  });
}

// The words without adverbs such as "probably", and without the commas around these.
export function withoutHedges(clause) {
  const kept = [];
  let at = 0;
  while (at < clause.tokens.length) {
    const found = clause.phrase("hedge_adverb", at);
    if (!found) {
      kept.push(clause.tokens[at]);
      at += 1;
      continue;
    }
    at = found.end;
    if (kept.at(-1)?.norm !== ",") continue;
    kept.pop();
    if (clause.tokens[at]?.norm === ",") at += 1;
  }
  return kept;
}

// Puts the source for a first word that means it: "its troops" are "Kestria's troops".
export function withSource(tokens, source, rules) {
  const pattern = tokens.length ? rules.own.get(tokens[0].norm) : undefined;
  // "It was raining" means nobody.
  const expletive = phraseAt(rules.phrases.get("expletive"), tokens, 0);
  if (pattern === undefined || !source || expletive) return tokens;
  return [{ ...tokens[0], text: pattern.split("{}").join(source) }, ...tokens.slice(1)];
}

// A German clause with its verb in the second place. The verb is the first or the last word.
export function verbSecond({ tokens, rules }, fromFront) {
  if (!fromFront && (tokens.some(({ norm }) => norm === ",") || tokens.length < 3)) return tokens;
  const verb = tokens.at(fromFront ? 0 : -1);
  if (isCapital(verb)) return tokens;
  const others = fromFront ? tokens.slice(1) : tokens.slice(0, -1);
  const place = firstConstituent(others, rules);
  return [...others.slice(0, place), verb, ...others.slice(place)];
}

// Where the first constituent ends: a pronoun, or words up to the first noun.
function firstConstituent(tokens, rules) {
  const isPreposition = (at) => phraseAt(rules.phrases.get("preposition"), tokens, at) !== null;
  if (phraseAt(rules.phrases.get("pronoun"), tokens, 0)) return 1;
  const leads = isPreposition(0);
  let at = 0;
  while (at < tokens.length - 1 && !isCapital(tokens[at])) at += 1;
  at += 1;
  while (!leads && at < tokens.length && isCapital(tokens[at]) && isCapital(tokens[at - 1])) at += 1;
  while (leads && at + 1 < tokens.length && isPreposition(at) && isCapital(tokens[at + 1])) at += 2;
  return at;
}

// The first number that counts something: its lowest and highest value, or null.
export function quantityOf(clause) {
  let at = 0;
  while (at < clause.tokens.length) {
    const found = numberAt(clause, at);
    if (!found) {
      at += 1;
      continue;
    }
    const [low, high, end] = found;
    if (clause.has("uncounted_before", Math.max(at - 1, 0), at) || clause.phrase("uncounted_after", end)) {
      at = end;
      continue;
    }
    const other = clause.phrase("to", end) && numberAt(clause, end + 1);
    if (other) return [low, Math.max(low, other[1])];
    const least = clause.all("at_least", 0, at).some((i) => clause.phrase("at_least", i).end === at);
    return [low, least ? null : high];
  }
  return null;
}

// The lowest and highest value of a number that begins at a token, and where it ends; or null.
export function numberAt({ tokens, rules: { numbers } }, at) {
  if (at >= tokens.length) return null;
  const word = [...tokens[at].norm].map(westernDigit).join("");
  let [low, high] = numbers.get(word) ?? [];
  let end = at + 1;
  if (low === undefined) {
    if (!/^(?:[0-9]{1,12}|[0-9]{1,3}(?:[.,][0-9]{3}){1,3})$/.test(word)) return null;
    let digits = word;
    while (digits.length < 12 && end < tokens.length && continuesNumber(tokens, end)) {
      digits += tokens[end].text;
      end += 1;
    }
    low = high = Number(digits.replace(/[.,]/g, ""));
    if (/^[0-9]+$/.test(digits) && end === at + 1 && low >= 1900 && low < 2100) return null;
  }
  const times = end < tokens.length ? numbers.get(tokens[end].norm) : undefined;
  if (times && times[0] === times[1] && times[0] >= 100) {
    return [low * times[0], high * times[0], end + 1];
  }
  return [low, high, end];
}

function westernDigit(letter) {
  const at = EASTERN.indexOf(letter);
  return at < 0 ? letter : "0123456789,."[at];
}

// Whether a token goes on with a number, as in "9 000".
function continuesNumber(tokens, at) {
  const [before, token] = [tokens[at - 1], tokens[at]];
  return /^[0-9]{3}$/.test(token.text) && token.start === before.end + 1 && before.text.length <= 3;
}

// The known claims by the first letters of their words: alike ones have them in common.
export function claimIndex(claims, rules) {
  const byLetters = new Map();
  const counts = claims.map(({ text }, place) => {
    const words = contentWords(text, rules);
    for (const word of words) {
      const letters = word.slice(0, SHORTEST_STEM);
      if (!byLetters.has(letters)) byLetters.set(letters, []);
      byLetters.get(letters).push({ place, word });
    }
    return words.length;
  });
  return { ids: claims.map(({ id }) => id), counts, byLetters };
}

// The id of the known claim that shares the most words with a text, if they are half of both.
export function claimIdOf(words, { ids, counts, byLetters }, rules) {
  const shared = new Map();
  for (const one of words) {
    const near = byLetters.get(one.slice(0, SHORTEST_STEM)) ?? [];
    const alike = near.filter(({ word }) => areAlike(one, word, rules.endings));
    for (const place of new Set(alike.map((each) => each.place))) {
      shared.set(place, (shared.get(place) ?? 0) + 1);
    }
  }
  let best = "";
  let bestScore = 0;
  for (const place of [...shared.keys()].sort((one, other) => one - other)) {
    const score = Math.min(1, (2 * shared.get(place)) / (words.length + counts[place]));
    if (score >= ENOUGH && score > bestScore) [best, bestScore] = [ids[place], score];
  }
  return best;
}

// The words that carry meaning. Numbers do not: sources differ about them.
export function contentWords(written, rules) {
  const tokens = tokensOf(written, rules.elisions);
  const stop = rules.phrases.get("stop_word");
  const words = tokens.filter(
    ({ norm, isWord }, at) =>
      isWord && lengthOf(norm) >= SHORTEST_WORD && !phraseAt(stop, tokens, at) && !isNumber(norm, rules),
  );
  return [...new Set(words.map(({ norm }) => norm))];
}

const isNumber = (norm, rules) => /^\p{Nd}/u.test(norm) || rules.numbers.has(norm);

// Whether two words are the same but for their endings.
export function areAlike(one, other, endings) {
  if (one === other) return true;
  const stem = Math.max(one.length, other.length) - endings;
  return stem >= SHORTEST_STEM && one.slice(0, stem) === other.slice(0, stem);
}
