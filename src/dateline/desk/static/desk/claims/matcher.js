// Proposes who says what in a text that somebody is writing, without a network.
//
// The rules of a language are the files that `dateline/claims/matching` reads, and both propose the
// same. A proposal is a suggestion: only a person records a position.

import { Clause, isNegated } from "./frames.js";
import {
  claimIdOf,
  claimIndex,
  contentWords,
  joinedWords,
  numberAt,
  quantityOf,
  sentenceText,
  verbSecond,
  withoutHedges,
  withoutNegation,
  withSource,
} from "./claim_text.js";
import { nameWords, partyOf, sourceIdOf } from "./sources.js";
import { preparedRules } from "./rules.js";
import { isCapital, sentencesOf, tokensOf, withAbbreviations, withoutClitics } from "./tokens.js";

const FOR = ["asserts", "confirms", "admits"];
// Statements that pass on a statement that passes on a statement are left to people.
const DEEPEST = 2;
// A longer description would make the claim hard to read.
const LONGEST_NAME = 60;
const KNOWN = new WeakMap();
const TELLS_HOW = ["adjunct", "audience", "statement_of"];

// Who says what in a text, in its order. `known` has the coverage's `sources` with `id`, `label` and
// `aliases`, and its `claims` with `id` and `text`; `rules` are those of the text's language, or {} if
// there are none. With a `limit`, only the most certain ones: first those that ask nothing, and of
// these those whose source is known. `start` and `end` of a proposal count UTF-16 units, as strings here do.
export function propose(text, language, known, rules, limit = Infinity) {
  if (!rules.frames) return [];
  const reader = new Reader(text, known, preparedRules(rules));
  const found = [];
  const seen = new Set();
  for (const each of reader.read()) {
    const key = JSON.stringify(each);
    if (!seen.has(key)) found.push(each);
    seen.add(key);
  }
  const certain = ({ asks, sourceId }) => (asks ? 2 : 0) + (sourceId ? 0 : 1);
  const order = [...found].sort((one, other) => certain(one) - certain(other));
  const kept = new Set(order.slice(0, limit));
  return found.filter((each) => kept.has(each));
}

// The words of what is known are found once for each `known`: it is new where the coverage is.
function preparedKnown(known, rules) {
  if (KNOWN.get(known)?.rules !== rules) {
    const sources = known.sources.map(({ id, label, aliases = [] }) => {
      return { id, names: [label, ...aliases].map((name) => nameWords(name, rules)) };
    });
    KNOWN.set(known, { rules, sources, claims: claimIndex(known.claims, rules) });
  }
  return KNOWN.get(known);
}

// Reads the sentences of a text in their order. What one says, the next may mean.
class Reader {
  constructor(text, known, rules) {
    this.text = text;
    this.rules = rules;
    Object.assign(this, preparedKnown(known, rules));
    this.speaker = null;
    this.said = null;
  }

  read() {
    const { elisions, clitics, abbreviations } = this.rules;
    const whole = withAbbreviations(tokensOf(this.text, elisions), abbreviations);
    return sentencesOf(this.text, withoutClitics(whole, clitics)).flatMap((sentence) => {
      this.sentence = sentence;
      if (sentence.tokens.at(-1).norm === "?") return [];
      return this.readClause(this.clause(sentence.tokens));
    });
  }

  clause(words) {
    return new Clause(words, this.rules);
  }

  readClause(clause) {
    const found = [];
    let end = 0;
    let begun = 0;
    for (const at of clause.starts()) {
      if (at < end) continue;
      const fresh = at === 0 || clause.tokens[at - 1].norm === ";" || (end > 0 && end >= at - 2);
      const [start, how] = this.afterLeads(clause, at);
      const match = clause.find(start, fresh);
      if (!match) {
        if (fresh) begun = at;
        continue;
      }
      const beside = begun >= end ? clause.tokens.slice(begun, Math.max(begun, at - 1)) : [];
      found.push(...this.take(clause, match, how, beside));
      end = begun = match.end;
    }
    return found;
  }

  // Skips words such as "meanwhile" and "in a statement", which may say how.
  afterLeads(clause, start) {
    let how = "unspecified";
    let at = start;
    for (;;) {
      const lead = clause.phrase("lead", at) ?? clause.phrase("adjunct", at);
      if (!lead) return [at, how];
      how = lead.value || how;
      at = lead.end;
      if (clause.tokens[at]?.norm === ",") at += 1;
    }
  }

  // The proposals of a frame. `beside` are the words of the clause before it.
  take(clause, match, how, beside, depth = 0) {
    const speaker = this.speakerOf(clause, match, how);
    if (!speaker) return [];
    const chain = this.carriers(clause, match);
    const words = this.claimWords(clause, match);
    const inner = this.nested(words, speaker, match, chain, depth);
    if (inner) return inner;
    let said = this.saidOf(words, match, speaker, beside, isLed(clause, match));
    if (!said || speaker.isUs || !(said.text || said.modality === "conditional")) return [];
    if (match.slots.number) said = this.counted(clause, match, "number", said);
    const found = [this.proposal(speaker, said, chain, match)];
    if (match.frame.also) {
      const before = { stance: match.frame.also, modality: "flat", earlier: true };
      found.unshift({ ...found[0], ...before });
    }
    this.speaker = speaker;
    this.said = said;
    if (match.slots.source2) found.push(...this.second(clause, match, said));
    return found;
  }

  // Who passes it on. Of those who were told, only a newsroom does.
  carriers(clause, match) {
    const words = this.words(clause, match, match.slots.via ? "via" : "hearer");
    if (!words.length || (match.slots.hearer && !this.clause(words).has("relay"))) return [];
    return [{ sourceText: joinedWords(this.text, words), how: this.howOf(words) }];
  }

  words(clause, match, slot) {
    return clause.tokens.slice(...(match.slots[slot] ?? [0, 0]));
  }

  // Who speaks.

  speakerOf(clause, match, before) {
    const words = this.words(clause, match, "source");
    let how = before;
    for (const { name, value } of match.phrases) if (TELLS_HOW.includes(name)) how = value || how;
    if (!words.length) return this.speaker;
    const aside = this.words(clause, match, "aside");
    const nameless = match.phrases.some(({ name }) => name === "nameless");
    return this.speakerNamed(isName(aside) && !isName(words) ? aside : words, how, nameless);
  }

  speakerNamed(words, how, nameless) {
    const named = this.clause(words);
    if (named.phrase("nobody", 0) || named.isWhole("vague")) return null;
    if (named.isWhole("own_voice")) return speakerWith({ isUs: true });
    if (named.isWhole("pronoun")) return this.speaker && { ...this.speaker, how };
    if (named.isWhole("own_statement")) return this.speaker && { ...this.speaker, how: "statement" };
    if (!words.some(({ text }) => /\p{L}/u.test(text))) return null;
    const indefinite = named.phrase("indefinite", 0) && !named.has("spokesperson");
    const described = nameless || named.has("unnamed") || indefinite || isBarePlural(named);
    const isAgency = named.isWhole("agency");
    return speakerWith({
      text: joinedWords(this.text, words),
      naming: described ? "described" : "named",
      how: isAgency ? this.howOf(words) : how,
      isAgency,
    });
  }

  // How a relay passes on what it has: an agency by wire, a broadcaster on the air.
  howOf(words) {
    const relay = this.clause(words);
    const [at] = relay.all("relay_how");
    return at === undefined ? "unspecified" : relay.phrase("relay_how", at).value;
  }

  // What is said.

  claimWords(clause, match) {
    if (match.frame.claim && match.slots.object) return this.words(clause, match, "object");
    const [first, ...rest] = this.words(clause, match, "claim2");
    const words = this.words(clause, match, "claim");
    if (!first) return words;
    const verb = this.rules.finite.get(first.norm);
    return [...words, verb ? { ...first, text: verb } : first, ...rest];
  }

  // What somebody says that somebody says; null if nobody does.
  nested(words, speaker, match, chain, depth) {
    if (depth >= DEEPEST || ![...FOR, "reports"].includes(this.stance(match))) return null;
    const clause = this.clause(this.bare(words, false));
    if (clause.has("if") || !clause.verbs.size) return null;
    const [start, how] = this.afterLeads(clause, 0);
    const inner = clause.find(start, false);
    if (!inner?.slots.source) return null;
    const source = this.clause(this.words(clause, inner, "source"));
    // In a quotation "we" is the speaker, and so is "he" after "he said".
    const own = source.isWhole("pronoun") || source.isWhole("own_voice");
    if (speaker.isUs && own) return null;
    if (own) delete inner.slots.source;
    if (!speaker.isUs) this.speaker = speaker;
    const found = this.take(clause, inner, own ? speaker.how : how, [], depth + 1);
    const passesOn = !own && !speaker.isUs;
    const hops = passesOn ? [{ sourceText: speaker.text, how: speaker.how }] : [];
    return found.map((each) => ({
      ...each,
      chain: [...chain, ...hops, ...each.chain],
      asks: each.asks || !own || !FOR.includes(each.stance),
    }));
  }

  // The words of a claim without what leads to them, such as "reports that".
  bare(words, withNouns) {
    const clause = this.clause(words);
    let at = 0;
    for (;;) {
      const nouns = withNouns ? clause.phrase("object_noun", at) : null;
      const found = clause.phrase("before_claim", at) ?? nouns;
      if (!found) break;
      at = found.end;
    }
    while (at + 1 < words.length && !words[at].isWord) at += 1;
    return at < words.length ? words.slice(at) : words;
  }

  stance(match) {
    if (match.verb && (isNegated(match.verb) || hasFlag(match, "negation"))) return "declines";
    return match.frame.stance || (match.verb?.stance ?? "asserts");
  }

  // What is said with which stance; null if it is an opinion or a prediction. The words are `led` if
  // a word such as "that" leads to them.
  saidOf(words, match, speaker, beside, led) {
    const stance = this.stance(match);
    const hedge = hasFlag(match, "hedge");
    const said = {
      stance,
      words: this.bare(words, stance !== "asserts"),
      text: "",
      modality: hasFlag(match, "absolute") ? "absolute" : hedge ? "hedged" : "flat",
      asks: match.frame.asks || stance === "declines" || hedge,
      quantity: null,
    };
    if (!words.length) return this.aboutBefore(said);
    const clause = this.clause(said.words);
    if (clause.has("if") || clause.has("if_confirmed")) return this.conditional(said, clause);
    if (clause.has("undecided")) return this.undecided(said, clause);
    if (clause.has("falsehood")) return this.contested(said, clause, "falsehood", "denies", beside);
    if (clause.has("undercut")) return this.contested(said, clause, "undercut", "disputes", beside);
    if (clause.isWhole("anaphor")) return this.aboutBefore(said, clause);
    if (clause.has("prediction") || (stance === "asserts" && clause.has("opinion"))) return null;
    return this.stated(said, clause, match, speaker, led || words.length > said.words.length);
  }

  // A claim that the text made before, or the words themselves if they can stand alone.
  aboutBefore(said, clause) {
    if (this.said) {
      const { words, text, quantity } = this.said;
      return { ...said, words, text, quantity };
    }
    // "That" alone says nothing.
    if (!clause || clause.tokens.length < 2 || clause.has("pronoun")) return null;
    return { ...said, text: sentenceText(this.text, clause.tokens) };
  }

  // Who speaks of what would follow takes no position on the condition.
  conditional(before, clause) {
    const said = { ...before, stance: "declines", modality: "conditional", asks: true };
    const found = clause.phrase("if", 0);
    const unknown = () => this.aboutBefore(said) ?? { ...said, words: [] };
    if (clause.has("if_confirmed") || !found) return unknown();
    const comma = clause.tokens.findIndex(({ norm }, at) => at >= found.end && norm === ",");
    const words = clause.tokens.slice(found.end, comma < 0 ? undefined : comma);
    const condition = this.clause(words);
    if (condition.has("confirmed_word")) return unknown();
    const quantity = quantityOf(condition);
    return { ...said, words, text: sentenceText(this.text, words), quantity };
  }

  // Who looks into something, or cannot say, takes no position on it.
  undecided(before, clause) {
    const said = { ...before, stance: "declines", asks: true };
    const words = clause.tokens.slice(clause.placeOf("undecided")[1]);
    if (!words.some(({ isWord }) => isWord)) return this.aboutBefore(said);
    return { ...said, words, text: sentenceText(this.text, words) };
  }

  // A statement such as "it is a fake". With a negation as well, its sense is not clear.
  contested(before, clause, name, stance, beside) {
    if (!FOR.includes(before.stance)) return null;
    const [at, end] = clause.placeOf(name);
    if (clause.negations(0, at).length || clause.negations(end).length) return null;
    const said = { ...before, stance, asks: true };
    let about = this.bare(clause.tokens.slice(0, at), true);
    const start = this.clause(about);
    if (!about.length || start.phrase("anaphor", 0) || start.phrase("pronoun", 0)) {
      // "It is not true that troops fired."
      const led = clause.phrase("that", end);
      about = led ? clause.tokens.slice(led.end) : beside;
    }
    if (!about.some(({ isWord }) => isWord)) {
      return this.aboutBefore(said, start.tokens.length ? start : undefined);
    }
    return { ...said, words: about, text: sentenceText(this.text, about) };
  }

  // A plain statement. One with a negation is the denial of the affirmative one.
  stated(before, clause, match, speaker, led) {
    if (numberAt(clause, 0)?.[2] === before.words.length) return this.otherNumber(before, clause);
    let { stance, asks } = before;
    const modality = clause.has("hedge_word") ? "hedged" : before.modality;
    // An agency passes on what others say.
    if (speaker.isAgency && stance === "asserts") stance = "reports";
    let tokens = withoutHedges(clause);
    if (clause.has("doubtful") || clause.speaks) asks = true;
    if (clause.negations().length) {
      asks = true;
      if (["asserts", "confirms"].includes(stance) && isDenial(this.clause(tokens))) {
        // "Cannot confirm it" and "confirmed no deaths" deny nothing.
        const declines = clause.speaks || (stance === "confirms" && !led);
        stance = declines ? "declines" : "denies";
        tokens = withoutNegation(tokens, this.rules);
      }
    }
    const front = match.frame.claim === "verb first";
    if (this.rules.verbSecond && (front || led)) tokens = verbSecond(this.clause(tokens), front);
    if (speaker.naming === "named" && [...speaker.text].length <= LONGEST_NAME) {
      tokens = withSource(tokens, speaker.text, this.rules);
    }
    const text = sentenceText(this.text, tokens);
    return { ...before, stance, modality, asks, text, quantity: quantityOf(clause) };
  }

  // A number alone is another one for the claim before: "a later statement said twelve".
  otherNumber(said, clause) {
    if (!this.said?.quantity) return null;
    const { words: others } = this.said;
    const earlier = this.clause(others);
    const at = others.findIndex((_, i) => numberAt(earlier, i));
    const rest = others.slice(numberAt(earlier, at)[2]);
    const words = [...others.slice(0, at), ...clause.tokens, ...rest];
    return { ...said, words, text: sentenceText(this.text, words), quantity: quantityOf(clause) };
  }

  // The claim that what was said has a number.
  counted(clause, match, slot, said) {
    const words = this.words(clause, match, slot);
    const object = match.frame.claim.split("{object}").join(sentenceText(this.text, said.words));
    const text = object.split("{number}").join(joinedWords(this.text, words));
    return { ...said, text, quantity: quantityOf(this.clause(words)) };
  }

  // Proposals.

  proposal({ text: sourceText, naming, how }, said, chain, match) {
    const isNamed = naming === "named";
    const words = contentWords(said.text, this.rules);
    return {
      start: this.sentence.start,
      end: this.sentence.end,
      sourceText,
      sourceId: sourceIdOf(sourceText, isNamed, this.sources, this.rules),
      naming,
      speaksFor: isNamed ? partyOf(sourceText, this.rules) : "",
      stance: said.stance,
      modality: said.modality,
      chain: [...chain, { sourceText, how }],
      claimText: said.text,
      claimId: claimIdOf(words, this.claims, this.rules),
      quantity: said.quantity,
      earlier: hasFlag(match, "earlier"),
      asks: said.asks,
    };
  }

  // The other number of "the union puts it at 9, the company at 3".
  second(clause, match, said) {
    const speaker = this.speakerNamed(this.words(clause, match, "source2"), "unspecified", false);
    if (!speaker) return [];
    return [this.proposal(speaker, this.counted(clause, match, "number2", said), [], match)];
  }
}

// `isUs` is a newsroom that speaks of itself, which is no source.
const speakerWith = (fields) => ({
  text: "",
  naming: "named",
  how: "unspecified",
  isUs: false,
  isAgency: false,
  ...fields,
});

const hasFlag = ({ verb, phrases }, name) =>
  (verb?.flags.has(name) ?? false) || phrases.some((each) => each.name === name);

// Whether the frame has a word such as "that" before the claim.
function isLed(clause, { slots: { claim: [start] = [0] } }) {
  return start > 0 && clause.phrase("that", start - 1) !== null;
}

// Whether words are the name of a person: two to four, all with capitals.
const isName = (words) => words.length >= 2 && words.length <= 4 && words.every(isCapital);

// Whether words such as "rescue workers" stand without an article.
function isBarePlural(named) {
  const [{ barePlural }, [, ...others]] = [named.rules, named.tokens];
  if (!others.length || !barePlural || named.phrase("article", 0)) return false;
  const owned = named.tokens.some(({ norm }) => norm.endsWith("'s"));
  return !owned && others.every(isPlain) && others.at(-1).norm.endsWith(barePlural);
}

const isPlain = (token) => token.isWord && !isCapital(token);

// Whether one negation denies the whole claim, and not only what a clause adds to it.
function isDenial(clause) {
  const found = clause.negations();
  if (!found.length) return false;
  const count = found.filter(([, value]) => value === "").length;
  // "No" and "nobody" together are one negation in some languages.
  const once = count === 1 || (count === 0 && found.some(([, value]) => value === "again"));
  const last = found.at(-1)[0];
  const isAdded = ({ norm }, at) => norm === "," || clause.phrase("boundary_of_claim", at) !== null;
  // "He is alive and not in prison": only one half of it is denied.
  return once && !clause.has("conjunction") && !clause.tokens.slice(0, last).some(isAdded);
}
