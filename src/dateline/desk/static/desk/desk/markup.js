// Parses and writes the markup of writers exactly as content/markup.py does, which is the reference.
// A text is a list of blocks: { runs } for a paragraph, { lines } for a list.

const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const SPACES = new RegExp(`[${SPACE}]+`, "g");
const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "g");
const SPACE_AT_END = new RegExp(`[${SPACE}]$`);
const BULLET = new RegExp(`^[ \\t]*[-*•][ \\t]+(?=[^${SPACE}])`);
const PUNCTUATED = new RegExp(`^[.,;:!?]?(?:[${SPACE}]|$)`);
const MARKUP_TOKEN = /[^\\*_[\]]+|\\[\\*_[\]<&]|[^]/y;
const MARKUP_ADDRESS = /\]\(((?:https?:\/\/|mailto:)(?:[^()\s]|\([^()\s]*\))+)\)/iy;
const BARE_ADDRESS =
  /(?<![\p{L}\p{N}_\\])https?:\/\/(?:[^()\s\\*<>"“”„«»[\]]|\([^()\s\\*<>"“”„«»[\]]*\))+/giu;
const WORD_END = /[\p{L}\p{N}]$/u;
const WORD_START = /^[\p{L}\p{N}]/u;
const PLAIN_STYLE = { strong: false, emphasis: false, link: "" };

export function readMarkup(source, withLists) {
  const blocks = [];
  let lines = [];
  let inList = false;
  const finish = () => {
    const bullets = inList ? readLines(lines.join("\n")) : [];
    if (bullets.length) blocks.push({ lines: bullets });
    if (!inList) blocks.push(...readParagraphs(lines.join("\n")));
    lines = [];
  };
  for (const line of source.replace(/\r\n?/g, "\n").split("\n")) {
    const bullet = withLists && BULLET.exec(line);
    if (Boolean(bullet) !== inList && (bullet || line.replace(EDGES, ""))) {
      finish();
      inList = Boolean(bullet);
    }
    lines.push(bullet ? line.slice(bullet[0].length) : line);
  }
  finish();
  return blocks;
}

function readParagraphs(text) {
  const paragraphs = text.split(/\n(?:[ \t]*\n)+/).map((each) => settleRuns(readRuns(each)));
  return paragraphs.filter((runs) => runs.length).map((runs) => ({ runs }));
}

// The lines of a list, each a paragraph.
export function readLines(text) {
  const lines = text.split("\n").map((each) => each.replace(EDGES, "")).filter(Boolean);
  const read = (each) => settleRuns(readRuns(each.replace(/^[•\- ]+/, "").replace(SPACES, " ")));
  return lines.map(read).filter((runs) => runs.length);
}

export function writeMarkup(blocks, withLists) {
  const written = blocks.map(({ runs, lines }) => {
    if (lines) return writeLines(lines).replace(/^/gm, "- ");
    const paragraph = writeRuns(runs);
    return withLists ? paragraph.replace(/^(?=[-•][ \t])/gm, "\\&") : paragraph;
  });
  return written.filter(Boolean).join("\n\n");
}

export const writeLines = (lines) =>
  lines.map((line) => writeRuns(line).replace(/^(?=[•\- ])/, "\\&")).filter(Boolean).join("\n");

export function writeRuns(paragraph) {
  const written = paragraph.map((run, index) => {
    if (run.link && isBare(paragraph, index)) return run.text;
    let text = escapedText(run.text, run.link);
    if (run.emphasis) text = `\\&_${text}_\\&`;
    if (run.strong) text = `**${text}**`;
    return run.link ? `[${text}](${run.link})` : text;
  });
  const line = written.join("").replace(/(^|[^\p{L}\p{N}_\\])\\&_/gu, "$1_");
  return line.replace(/_\\&($|[^\p{L}\p{N}_\\])/gu, "_$1");
}

// A link as an address that markup can have, or "".
export function linkAddressOf(link) {
  const [, scheme, rest] = /^([^:]*)(:?[^]*)$/.exec(link.replace(EDGES, ""));
  const address = scheme.toLowerCase() + rest;
  if (!/^(https?:\/\/|mailto:)/.test(address) || /\s/.test(address)) return "";
  MARKUP_ADDRESS.lastIndex = 0;
  if (MARKUP_ADDRESS.exec(`](${address})`)?.[0].length === address.length + 3) return address;
  return address.replaceAll("(", "%28").replaceAll(")", "%29");
}

// Where the bare addresses of a text begin and end.
export function bareAddresses(line) {
  const found = [];
  for (const each of line.matchAll(BARE_ADDRESS)) {
    const text = each[0].replace(/[.,;:!?'’_…]+$/, "");
    if (!/[/:]$/.test(text) || text.length > "https://".length) {
      found.push([each.index, each.index + text.length]);
    }
  }
  return found;
}

// Joins neighbouring runs of the same style, and takes marks and links off the spaces beside them.
export function settleRuns(runs) {
  const settled = [];
  let space = "";
  const add = (text, { strong, emphasis, link }) => {
    const last = settled.at(-1);
    if (last && sameStyle(last, { strong, emphasis, link })) last.text += text;
    else settled.push({ text, strong, emphasis, link });
  };
  for (const run of runs) {
    const text = run.text.replace(SPACES, (each) => (each.includes("\n") ? "\n" : " "));
    const bare = text.replace(EDGES, "");
    const start = bare ? text.indexOf(bare) : text.length;
    const before = text.slice(0, start);
    space = space === "\n" || before === "\n" ? "\n" : space || before;
    if (!bare) continue;
    if (space && settled.length) add(space, sameStyle(settled.at(-1), run) ? run : PLAIN_STYLE);
    add(bare, run);
    space = text.slice(start + bare.length);
  }
  return settled;
}

const sameStyle = (one, other) =>
  one.strong === other.strong && one.emphasis === other.emphasis && one.link === other.link;

function readRuns(line) {
  const { strong, emphasis, brackets, bare } = closings(line);
  const spans = [{ end: line.length, resume: line.length, style: PLAIN_STYLE }];
  const runs = [];
  let plain = "";
  let at = 0;
  const finish = (style) => {
    if (plain) runs.push({ text: plain, ...style });
    plain = "";
  };
  while (spans.length) {
    const span = spans.at(-1);
    if (at >= span.end) {
      finish(span.style);
      spans.pop();
      at = span.resume;
      continue;
    }
    const inner = markedSpan(line, at, span, strong, emphasis, brackets);
    if (inner) {
      finish(span.style);
      spans.push(inner);
      at = inner.start;
      continue;
    }
    const address = bare.get(at);
    if (address && address <= span.end && !span.style.link) {
      finish(span.style);
      const text = line.slice(at, address);
      runs.push({ text, ...span.style, link: linkAddressOf(text) });
      at = address;
      continue;
    }
    MARKUP_TOKEN.lastIndex = at;
    let [text] = MARKUP_TOKEN.exec(line);
    const stop = Math.min(span.end, bare.after(at));
    if (at + text.length > stop) text = line.slice(at, stop);
    at += text.length;
    const isEscape = text[0] === "\\" && text.length === 2;
    plain += isEscape ? (text === "\\&" ? "" : text[1]) : text;
  }
  return runs;
}

function markedSpan(line, at, span, strong, emphasis, brackets) {
  const { style } = span;
  if (line.startsWith("**", at) && !style.strong) {
    return delimited(line, at + 2, 2, strong, span, { ...style, strong: true });
  }
  if (line[at] === "_" && !style.emphasis && !WORD_END.test(line.slice(Math.max(at - 2, 0), at))) {
    return delimited(line, at + 1, 1, emphasis, span, { ...style, emphasis: true });
  }
  if (line[at] !== "[" || style.link) return undefined;
  const end = firstAfter(brackets, at);
  if (end === undefined || end === at + 1) return undefined;
  if (brackets.seen !== end) {
    MARKUP_ADDRESS.lastIndex = end;
    brackets.seen = end;
    brackets.address = MARKUP_ADDRESS.exec(line);
  }
  const found = brackets.address;
  if (!found || end + found[0].length > span.end) return undefined;
  const link = linkAddressOf(found[1]);
  return { start: at + 1, end, resume: end + found[0].length, style: { ...style, link } };
}

function delimited(line, start, width, closing, span, style) {
  const end = firstAfter(closing, start);
  if (end === undefined || end >= span.end) return undefined;
  if (new RegExp(`[${SPACE}]`).test(line[start])) return undefined;
  return { start, end, resume: end + width, style };
}

// Asked with positions that never decrease.
function firstAfter(closing, position) {
  while (closing.next < closing.at.length && closing.at[closing.next] <= position) closing.next += 1;
  return closing.at[closing.next];
}

function closings(line) {
  const found = { strong: [], emphasis: [], brackets: [] };
  const addresses = bareAddresses(line);
  let next = 0;
  MARKUP_TOKEN.lastIndex = 0;
  for (let at = 0; at < line.length; at = MARKUP_TOKEN.lastIndex) {
    MARKUP_TOKEN.lastIndex = at;
    const [text] = MARKUP_TOKEN.exec(line);
    while (next < addresses.length && at >= addresses[next][1]) next += 1;
    if (next < addresses.length && at >= addresses[next][0]) continue;
    if (text === "]") found.brackets.push(at);
    else if (at && SPACE_AT_END.test(line[at - 1])) continue;
    else if (text === "*" && line[at + 1] === "*") found.strong.push(at);
    else if (text === "_" && !WORD_START.test(line.slice(at + 1, at + 3))) found.emphasis.push(at);
  }
  const bare = new Map(addresses);
  const starts = addresses.map(([start]) => start).reverse();
  bare.after = (at) => {
    while (starts.length && starts.at(-1) <= at) starts.pop();
    return starts.at(-1) ?? line.length;
  };
  const lists = Object.entries(found).map(([name, at]) => [name, { at, next: 0 }]);
  return { bare, ...Object.fromEntries(lists) };
}

function isBare(paragraph, index) {
  const { text, strong, emphasis, link } = paragraph[index];
  if (strong || emphasis || text !== link) return false;
  const [found] = bareAddresses(text);
  if (found?.[0] !== 0 || found[1] !== text.length) return false;
  const before = paragraph[index - 1]?.text ?? "";
  return (!before || SPACE_AT_END.test(before)) && PUNCTUATED.test(paragraph[index + 1]?.text ?? "");
}

function escapedText(text, link) {
  const marks = text.replace(/[\\*_[\]]/g, "\\$&");
  const addresses = link ? marks : marks.replace(/(https?:)(?=\/\/)/gi, "$1\\&");
  return addresses.replace(/<(?=[a-zA-Z/!])/g, "\\<");
}
