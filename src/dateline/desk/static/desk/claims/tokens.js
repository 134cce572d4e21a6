// Words, marks and sentences of a text, as `dateline/claims/matching/tokens.py` finds them.

const QUOTES = "\"“”„‟«»‹›'‘’‚";
// Letters, digits and the marks that are written above and below them.
const LETTER = "[\\p{L}\\p{N}\\u0300-\\u036f\\u064b-\\u0652\\u0670]";
const MARKS = { "،": ",", "؛": ";", "؟": "?", "–": "—", "-": "—" };
const PATTERNS = new Map();

export const firstLetter = (word) => String.fromCodePoint(word.codePointAt(0));
export const isLetter = (letter) => /[\p{L}\p{N}]/u.test(letter);
export const isCapital = (token) => firstLetter(token.text) !== firstLetter(token.text).toLowerCase();
export const isQuote = (letter) => letter !== "" && QUOTES.includes(letter);

export function normalized(word) {
  return word
    .toLowerCase()
    .normalize("NFC")
    .replace(/[’ʼ]/g, "'")
    .replace(/[\u064b-\u0652\u0670\u0640]/g, "")
    .replace(/[أإآٱ]/g, "ا");
}

function patternOf(elisions) {
  const key = elisions.join("|");
  if (!PATTERNS.has(key)) {
    const elided = key ? `(?:${key})['’](?=${LETTER})|` : "";
    const number = "[0-9٠-٩]+(?:[.,٫٬][0-9٠-٩]+)+|(?:\\p{L}\\.){2,}|";
    const word = `${LETTER}+(?:['’ʼ\\-]${LETTER}+)*|[^\\s${QUOTES}]`;
    PATTERNS.set(key, new RegExp(number + elided + word, "giu"));
  }
  return PATTERNS.get(key);
}

// The words and marks of a text, without its quotation marks.
export function tokensOf(text, elisions) {
  return [...text.matchAll(patternOf(elisions))].map(({ 0: word, index }) => {
    const isWord = isLetter(word);
    const norm = isWord ? normalized(word) : (MARKS[word] ?? word);
    return { text: word, norm, start: index, end: index + word.length, isWord };
  });
}

// Joins the full stop of an abbreviation or an initial to it: it ends no sentence.
export function withAbbreviations(tokens, abbreviations) {
  const found = [];
  for (const token of tokens) {
    const before = found.at(-1);
    const joins = before && token.norm === "." && token.start === before.end;
    if (joins && (/^\p{L}$/u.test(before.text) || abbreviations.includes(before.norm))) {
      found[found.length - 1] = { ...before, text: `${before.text}.`, end: token.end };
    } else found.push(token);
  }
  return found;
}

// Takes off prepositions that are written as part of a name, such as the Arabic "li".
export function withoutClitics(tokens, clitics) {
  const found = [];
  for (const token of tokens) {
    const before = found.at(-1)?.norm;
    const has = clitics.some(({ prefix, after, before: starts }) => {
      const rest = token.norm.slice(prefix.length);
      if (!token.norm.startsWith(prefix) || !rest) return false;
      return after.includes(before) || starts.some((each) => rest.startsWith(each));
    });
    found.push(has ? withoutFirst(token) : token);
  }
  return found;
}

// A word without its first letter. The article that this letter swallows comes back.
function withoutFirst(token) {
  const rest = token.text.slice(1);
  const text = rest.startsWith("ل") ? `ا${rest}` : rest;
  return { ...token, text, norm: normalized(text), start: token.start + 1 };
}

// Splits the tokens of a text at full stops and at the ends of lines.
export function sentencesOf(text, tokens) {
  const found = [];
  let past = 0;
  let first = 0;
  tokens.forEach((token, at) => {
    if (at + 1 < tokens.length && !endsSentence(text, tokens, at)) return;
    let end = token.end;
    while (end < text.length && isQuote(text[end])) end += 1;
    let start = tokens[first].start;
    while (start > past && isQuote(text[start - 1])) start -= 1;
    found.push({ start, end, tokens: tokens.slice(first, at + 1) });
    past = end;
    first = at + 1;
  });
  return found;
}

function endsSentence(text, tokens, at) {
  const [token, following] = [tokens[at], tokens[at + 1]];
  const between = text.slice(token.end, following.start);
  if (between.includes("\n")) return true;
  const stops = [".", "!", "?", "…"].includes(token.norm) && between !== "";
  return stops && !isLower(firstLetter(following.text));
}

const isLower = (letter) => letter.toLowerCase() === letter && letter.toUpperCase() !== letter;
