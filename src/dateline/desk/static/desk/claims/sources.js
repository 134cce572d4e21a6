// Finds the source that a text names among those of the coverage, and for whom it speaks, as
// `dateline/claims/matching/sources.py` does.

import { Clause } from "./frames.js";
import { phraseAt } from "./rules.js";
import { areAlike } from "./claim_text.js";
import { tokensOf } from "./tokens.js";

// The words of a name without articles.
export function nameWords(written, rules) {
  const tokens = tokensOf(written, rules.elisions);
  const article = rules.phrases.get("article");
  const words = tokens.filter(({ isWord }, at) => isWord && !phraseAt(article, tokens, at));
  return words.map(({ norm }) => norm);
}

// The known source with this name, or the one whose name is in it; "" if there is none. A source
// without a name is only found by the same words: "sources close to Damascus" are not Damascus.
export function sourceIdOf(written, isNamed, sources, rules) {
  const words = nameWords(written, rules);
  let best = "";
  let longest = 0;
  for (const { id, names } of sources) {
    for (const name of names) {
      if (!isWithin(name, words, rules.endings)) continue;
      if (name.length === words.length) return id;
      if (isNamed && name.length > longest) [best, longest] = [id, name.length];
    }
  }
  return best;
}

function isWithin(name, words, endings) {
  if (!name.length) return false;
  return words.some(
    (_, at) =>
      at + name.length <= words.length &&
      name.every((each, i) => areAlike(each, words[at + i], endings)),
  );
}

// For whom a place speaks that stands for its government, such as "the Kremlin".
export function partyOf(written, rules) {
  const words = nameWords(written, rules);
  const party = rules.parties.get(words.join(" "));
  if (party) return party;
  const clause = new Clause(tokensOf(written, rules.elisions), rules);
  if (!clause.has("spokesperson")) return "";
  return rules.parties.get(words.find((each) => rules.parties.has(each))) ?? "";
}
