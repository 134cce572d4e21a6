// Finds the frames of a language in the words of a clause, as `dateline/claims/matching/frames.py`.

import { isCapital } from "./tokens.js";
import { endOfPhrase, phraseAt } from "./rules.js";

const STANCES = "asserts confirms admits reports declines disputes denies retracts".split(" ");
const LONGEST_SOURCE = 14;
const LONGEST_ASIDE = 16;
const LONGEST_NUMBER = 4;
const SHORTEST_CLAUSE = 4;
const STOPS = [".", "!", "?", "…"];

export const isNegated = ({ flags }) => flags.has("negation") || flags.has("refusal");

// Words of a sentence, with the verb groups in them. All other places are found as asked.
export class Clause {
  constructor(tokens, rules) {
    this.tokens = tokens;
    this.rules = rules;
    this.found = new Map();
    this.there = new Map();
    this.groups = null;
  }

  // By the place of their first word. Null marks a verb that takes no position: "would confirm".
  get verbs() {
    return (this.groups ??= this.findVerbs());
  }

  phrase(name, at) {
    const list = this.rules.phrases.get(name);
    if (!list || at >= this.tokens.length) return null;
    let places = this.found.get(name);
    if (!places) this.found.set(name, (places = []));
    if (places[at] === undefined) {
      const found = phraseAt(list, this.tokens, at);
      // What is longer and means something else, such as "no longer", is not found.
      places[at] = found?.value === "skip" ? null : found;
    }
    return places[at];
  }

  // The places in a range where a phrase of a list begins.
  all(name, start = 0, end = this.tokens.length) {
    const places = [];
    for (let at = start; at < end; at += 1) if (this.phrase(name, at)) places.push(at);
    return places;
  }

  has(name, start, end) {
    return this.all(name, start, end).length > 0;
  }

  isWhole(name) {
    return this.phrase(name, 0)?.end === this.tokens.length;
  }

  negations(start, end) {
    return this.all("negative", start, end).map((at) => [at, this.phrase("negative", at).value]);
  }

  placeOf(name) {
    const [at] = this.all(name);
    return [at, this.phrase(name, at).end];
  }

  findVerbs() {
    const groups = new Map();
    let at = 0;
    let last = -1;
    while (at < this.tokens.length) {
      const group = this.verbAt(at);
      // After another verb it is an object: "dismissed reports".
      if (!group || (at === last && this.phrase("noun_or_verb", at))) {
        at += 1;
        continue;
      }
      groups.set(at, positionOf(group));
      at = last = group.end;
    }
    return groups;
  }

  // Whether there is a verb by which somebody takes a position, or does not.
  get speaks() {
    return [...this.verbs.values()].some((each) => !each || STANCES.includes(each.stance));
  }

  verbAt(start) {
    const flags = new Set();
    let at = start;
    for (let each; (each = this.phrase("before_verb", at)); at = each.end) flags.add(each.value);
    const verb = this.phrase("verb", at);
    if (!verb || this.isNoun(at, verb.end)) return null;
    at = verb.end;
    for (let each; (each = this.phrase("after_verb", at)); at = each.end) flags.add(each.value);
    return { stance: verb.value, end: at, flags };
  }

  // Whether a form such as "claims" is a noun here.
  isNoun(start, end) {
    if (!this.phrase("noun_or_verb", start)) return false;
    const before = this.tokens[start - 1];
    if (!before || before.norm.endsWith("'s") || this.phrase("noun_after", start - 1)) return true;
    return end >= this.tokens.length || this.phrase("noun_before", end) !== null;
  }

  // The first frame that begins at a token. One that begins with a claim needs a fresh start: the
  // words before it would belong to the claim.
  find(start, fresh) {
    let ours = null;
    for (const frame of this.rules.frames) {
      if (!fresh && frame.beginsWithClaim) continue;
      if (!frame.needed.every((element) => this.isThere(element))) continue;
      const empty = { frame, end: 0, slots: {}, verb: null, phrases: [] };
      const found = this.match(frame.elements, 0, start, empty);
      if (!found) continue;
      const source = this.tokens.slice(...(found.slots.source ?? [0, 0]));
      if (!new Clause(source, this.rules).isWhole("own_voice")) return found;
      // "We" may be quoted: then somebody else is named as the speaker.
      ours ??= found;
    }
    return ours;
  }

  // Whether an element is anywhere in the clause. Most frames need one that is not.
  isThere(element) {
    if (!this.there.has(element)) {
      const is = (_, at) => this.after(element, at, { phrases: [] }) !== null;
      this.there.set(element, this.tokens.some(is));
    }
    return this.there.get(element);
  }

  match(elements, index, at, match) {
    if (index === elements.length) return { ...match, end: at };
    const element = elements[index];
    if (element.kind === "slot") return this.matchSlot(elements, index, at, match);
    const next = this.after(element, at, match);
    if (next) {
      const again = element.repeat === "*" && next[0] > at;
      const found = this.match(elements, again ? index : index + 1, ...next);
      if (found) return found;
    }
    return element.repeat ? this.match(elements, index + 1, at, match) : null;
  }

  matchSlot(elements, index, at, match) {
    const isClause = elements[index].name === "clause";
    const name = isClause ? "claim" : elements[index].name;
    // A shorter one may be who speaks: "…, said the mayor".
    const shortest = isClause ? SHORTEST_CLAUSE : 1;
    for (let end = at + 1; end <= this.tokens.length; end += 1) {
      if (!this.fits(name.replace(/2$/, ""), at, end)) return null;
      if (end - at < shortest || !this.mayFollow(elements[index + 1], end, match)) continue;
      const found = this.match(elements, index + 1, end, withSlot(match, name, at, end));
      if (found) return found;
    }
    return null;
  }

  // Whether an element can be at a token. Most cannot, and nothing is then copied.
  mayFollow(element, at, match) {
    if (!element || element.repeat || element.kind === "slot") return true;
    return this.after(element, at, match) !== null;
  }

  // Whether a slot may have one word more, at `end - 1`.
  fits(slot, start, end) {
    const last = this.tokens[end - 1];
    if (["claim", "object", "rest"].includes(slot)) return last.norm !== ";" && last.norm !== "?";
    if (!last.isWord) return false;
    if (slot === "number") return end - start <= LONGEST_NUMBER;
    if (slot === "any") return end - start <= LONGEST_ASIDE;
    return end - start <= LONGEST_SOURCE && !this.bounds(start, end - 1);
  }

  // Whether a word cannot be within the name of a source.
  bounds(start, at) {
    if (this.verbs.has(at)) return true;
    if (this.has("who_clause", start, at)) return false;
    if (this.phrase("boundary", at)) return true;
    if (!this.phrase("and", at)) return false;
    // "Kestria and Ostmark", but not "the market opened and the mayor".
    const after = this.tokens[Math.min(at + 1, this.tokens.length - 1)];
    return at === start || !isCapital(this.tokens[at - 1]) || !isCapital(after);
  }

  // Where an element that begins at a token ends, and what is then known; null if it is not there.
  after({ kind, name, places }, at, match) {
    if (kind === "word") {
      const end = endOfPhrase(places, this.tokens, at);
      return end > at ? [end, match] : null;
    }
    if (kind === "verb") return this.afterVerb(name, at, match);
    if (kind === "aside") return this.afterAside(at, match);
    if (kind === ",") {
      let end = at;
      while (this.separates(end)) end += 1;
      return end > at ? [end, match] : null;
    }
    if (kind === "end" || kind === "tail") {
      const ends = this.isEnd(at) || (kind === "tail" && this.phrase("tail", at));
      return ends ? [at, match] : null;
    }
    if (kind === "behind") return this.isBehind(name, at) ? [at, match] : null;
    const found = this.phrase(name, at);
    if (!found) return null;
    if (kind === "ahead") return [at, match];
    if (kind === "phrase") return [found.end, { ...match, phrases: [...match.phrases, found] }];
    const slot = kind === "relay" ? "via" : "source";
    return [found.end, withSlot(match, slot, at, found.end)];
  }

  // Whether a phrase of one word comes before a token.
  isBehind(name, at) {
    return at > 0 && this.phrase(name, at - 1)?.end === at;
  }

  // Whether a token separates a claim from its speaker. That is a full stop, too, where the sentence
  // goes on after a quotation.
  separates(at) {
    const stops = at + 1 < this.tokens.length && [".", "!"].includes(this.tokens[at].norm);
    return stops || this.isSeparator(at);
  }

  isSeparator(at) {
    return [",", "—"].includes(this.tokens[at]?.norm);
  }

  afterVerb(wanted, at, match) {
    const group = this.verbs.get(at);
    const names = wanted.split("|");
    if (!group || group.flags.has("passive") !== names.includes("passive")) return null;
    const stances = ["any", "passive"].includes(wanted) ? STANCES : names;
    return stances.includes(group.stance) ? [group.end, { ...match, verb: group }] : null;
  }

  // What stands between commas, such as ", the deputy prosecutor,".
  afterAside(at, match) {
    if (!this.isSeparator(at) && this.tokens[at]?.norm !== "(") return null;
    const limit = Math.min(at + LONGEST_ASIDE, this.tokens.length);
    for (let end = at + 1; end < limit; end += 1) {
      const { norm } = this.tokens[end];
      if (this.isSeparator(end) || norm === ")" || STOPS.includes(norm)) {
        const grown = withSlot(match, "aside", at + 1, end);
        const nameless = { name: "nameless", value: "", end };
        if (this.has("nameless", at, end)) grown.phrases = [...match.phrases, nameless];
        return [STOPS.includes(norm) ? end : end + 1, grown];
      }
      if (this.verbs.has(end)) return null;
    }
    return null;
  }

  // Whether a clause ends before a token.
  isEnd(at) {
    const norm = this.tokens[at]?.norm;
    if (norm === undefined || norm === ";" || STOPS.includes(norm)) return true;
    if (this.phrase("contrast", at) && this.verbs.get(at + 1)) return true;
    if (!this.isSeparator(at)) return false;
    const spoken = [...this.verbs.keys()].some((each) => each > at);
    // A clause that begins with "while" ends at its comma.
    const begins = spoken && this.phrase("subordinate", 0) !== null;
    if (begins && !this.tokens.slice(0, at).some((_, i) => this.isSeparator(i))) return true;
    const found = this.phrase("resume", at + 1);
    return found !== null && (found.value !== "speech" || spoken);
  }

  // Where a frame may begin: at the first word, and after marks and conjunctions.
  starts() {
    const places = new Set([0]);
    this.tokens.forEach(({ norm }, at) => {
      if ([",", "—", ";", ":"].includes(norm)) places.add(at + 1);
      else if (this.phrase("conjunction", at)) places.add(this.phrase("conjunction", at).end);
    });
    return [...places].filter((at) => at < this.tokens.length).sort((one, other) => one - other);
  }
}

// The verb group if somebody takes a position with it, or declines to; else null.
function positionOf(group) {
  if (isNegated(group)) {
    // Who withdraws nothing stays with what they said, which the text need not tell.
    if (group.stance === "withdraws") return null;
    return group.stance === "answers" ? { ...group, stance: "declines" } : group;
  }
  const unreal = group.flags.has("unreal") && group.stance !== "declines";
  return unreal || group.stance === "answers" ? null : group;
}

function withSlot(match, name, start, end) {
  return { ...match, slots: { ...match.slots, [name]: [start, end] } };
}
