// Takes what a page, a mail or a word processor put on the clipboard to the few elements that a text
// can have, and counts what it drops. It reads the text of `style`, because the policy of the desk
// keeps inline styles from being applied.

import { parsed } from "./html.js";

const DROPPED = [
  ["picture", "pictures", "img, picture, svg, canvas, v\\:imagedata"],
  ["table", "tables", "table"],
  ["video", "videos", "video, iframe, embed, object"],
  ["sound", "sounds", "audio"],
  ["form", "forms", "input:not([type=hidden]), select, textarea, button"],
];
const NEVER_TEXT = "script, style, template, noscript, head, title, meta, link, xml, o\\:p:empty";
const BLOCK_NAMES = "address article aside blockquote body center dd div dl dt figcaption figure";
const MORE_BLOCKS = "footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section ul";
const BLOCK_SET = new Set(`${BLOCK_NAMES} ${MORE_BLOCKS}`.split(" "));
const TURNED = [
  [/font-weight:\s*(bold|[6-9]00)/, "strong", true],
  [/font-weight:\s*(normal|[1-4]00)/, "strong", false],
  [/font-style:\s*(italic|oblique)/, "emphasis", true],
  [/font-style:\s*normal/, "emphasis", false],
];
// Characters that the server takes out as well: they hide, or turn the direction of text.
const UNSEEN_CHARACTERS = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff]/g;

// The blocks of HTML, as `readMarkup` returns them, and what was dropped, in words.
export function blocksOfHtml(html) {
  const { body } = parsed(withoutStyles(html));
  for (const each of body.querySelectorAll(NEVER_TEXT)) each.remove();
  const dropped = dropForeign(body);
  const blocks = [];
  const reader = { blocks, runs: [], lines: undefined };
  readChildren(body, { strong: false, emphasis: false, link: "" }, reader);
  endBlock(reader);
  endList(reader);
  return { blocks, dropped };
}

// The policy of the desk forbids inline styles and scripts, also where they are only parsed. Their text is what
// word processors say with it.
const withoutStyles = (html) =>
  html
    .replace(/<!\[(if[^\]]*|endif)\]>/gi, "")
    .replace(/<style\b[^]*?<\/style\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)(style|on\w+)(?=\s*=)/gi, "$1data-$2"));

const styleIn = (element) => element.getAttribute("data-style") ?? "";

// The blocks of plain text: a blank line ends a paragraph.
export function blocksOfText(text) {
  const clean = text.replace(/\r\n?/g, "\n").replace(UNSEEN_CHARACTERS, "");
  return clean.split(/\n(?:[ \t]*\n)+/).map((each) => ({ runs: [runOf(each.replace(/^\n+|\n+$/g, ""))] }));
}

const runOf = (text, style) => ({ strong: false, emphasis: false, link: "", ...style, text });

function dropForeign(body) {
  const words = [];
  for (const [one, many, selector] of DROPPED) {
    const found = [...body.querySelectorAll(selector)].filter((each) => !isLayout(each));
    if (found.length) words.push(`${found.length} ${found.length > 1 ? many : one}`);
    // The words of a table stay, one row in each paragraph.
    if (one === "table") body.querySelectorAll("table").forEach(flattenTable);
    else found.forEach((each) => each.remove());
  }
  return words.join(", ");
}

// Mails use tables with one cell for their layout, and pictures of one pixel to count readers.
const isLayout = (each) =>
  each.tagName === "TABLE"
    ? each.querySelectorAll("td, th").length < 2 || each.getAttribute("role") === "presentation"
    : each.tagName === "IMG" && (each.getAttribute("width") === "1" || each.getAttribute("height") === "1");

function flattenTable(table) {
  if (isLayout(table)) return;
  for (const row of table.querySelectorAll("tr")) {
    const line = document.createElement("p");
    for (const each of row.querySelectorAll("p, div")) each.replaceWith(...each.childNodes);
    for (const cell of row.cells) line.append(...(line.firstChild ? [" · "] : []), ...cell.childNodes);
    row.replaceChildren(line);
  }
}

function readChildren(element, style, reader) {
  for (const child of [...element.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) readText(child, style, reader);
    else if (child.nodeType === Node.ELEMENT_NODE) readElement(child, style, reader);
  }
}

function readText(node, style, reader) {
  const kept = node.parentElement.closest("pre") ? node.data : node.data.replace(/\s+/g, " ");
  const text = kept.replace(UNSEEN_CHARACTERS, "").replaceAll("\xa0", " ");
  if (text) reader.runs.push(runOf(text, style));
}

function readElement(element, outer, reader) {
  const name = element.tagName.toLowerCase();
  const text = styleIn(element).toLowerCase();
  if (/display:\s*none|mso-hide:\s*all/.test(text)) return;
  const style = styleOf(element, name, text, outer);
  const word = /mso-list:\s*l\d+\s+level(\d+)/.exec(text);
  if (name === "br") reader.runs.push(runOf("\n", outer));
  else if (word) readWordItem(element, style, reader);
  else if (name === "li") readItem(element, style, reader);
  else if (BLOCK_SET.has(name) || name === "tr" || name === "td") readBlock(element, style, reader);
  else readChildren(element, style, reader);
}

function styleOf(element, name, text, outer) {
  const style = { ...outer };
  if (/^(b|strong)$/.test(name)) style.strong = true;
  if (/^(i|em|cite)$/.test(name)) style.emphasis = true;
  if (name === "a") style.link = element.getAttribute("href")?.trim() ?? "";
  // Google Docs wraps all of a paste in a <b> of normal weight.
  for (const [pattern, mark, on] of TURNED) if (pattern.test(text)) style[mark] = on;
  if (/^h[1-6]$/.test(name)) style.strong = true;
  return style;
}

function readBlock(element, style, reader) {
  endBlock(reader);
  if (!element.closest("ul, ol")) endList(reader);
  readChildren(element, style, reader);
  endBlock(reader);
  if (/^(ul|ol)$/i.test(element.tagName) && !element.parentElement.closest("ul, ol")) endList(reader);
}

function readItem(element, style, reader) {
  const list = element.closest("ul, ol");
  const place = [...(list?.children ?? [])].filter((each) => each.tagName === "LI").indexOf(element);
  const first = Number(list?.getAttribute("start") ?? 1);
  startItem(reader, list?.tagName === "OL" ? `${first + place}. ` : "");
  for (const child of [...element.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) readText(child, style, reader);
    else if (/^(UL|OL)$/.test(child.tagName)) readBlock(child, style, reader);
    else if (/^(P|DIV)$/.test(child.tagName)) {
      if (reader.runs.some((run) => run.text.trim())) reader.runs.push(runOf(" "));
      readChildren(child, styleOf(child, "p", styleIn(child), style), reader);
    } else if (child.nodeType === Node.ELEMENT_NODE) readElement(child, style, reader);
  }
  endBlock(reader);
}

// Word marks the items of its lists by a style, and writes the bullet or the number as text.
function readWordItem(element, style, reader) {
  const ignored = [...element.querySelectorAll("span")].find((each) =>
    /mso-list:\s*ignore/i.test(styleIn(each)),
  );
  const number = /^[\s\u00a0]*([0-9]+|[a-zA-Z])[.)]/.exec(ignored?.textContent ?? "");
  ignored?.remove();
  startItem(reader, number ? `${number[1]}. ` : "");
  readChildren(element, style, reader);
  endBlock(reader);
}

// A post has no numbered lists. The numbers stay, as text at the beginning of lines.
function startItem(reader, number) {
  endBlock(reader);
  const isNumbered = Boolean(number);
  if (reader.lines && reader.isNumbered !== isNumbered) endList(reader);
  reader.lines ??= [];
  reader.isNumbered = isNumbered;
  reader.item = number;
}

function endBlock(reader) {
  const { item } = reader;
  const runs = reader.runs;
  reader.runs = [];
  if (!runs.some((run) => run.text.trim())) return;
  reader.item = undefined;
  if (item === undefined) {
    endList(reader);
    reader.blocks.push({ runs });
  } else reader.lines.push([...(item ? [runOf(item)] : []), ...runs]);
}

function endList(reader) {
  const { lines, isNumbered } = reader;
  reader.lines = undefined;
  reader.item = undefined;
  if (!lines?.length) return;
  if (!isNumbered) reader.blocks.push({ lines });
  else reader.blocks.push({ runs: lines.flatMap((line, at) => (at ? [runOf("\n"), ...line] : line)) });
}
