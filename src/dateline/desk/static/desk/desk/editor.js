// Edits the markup of a <textarea> as one sees it. The <textarea> stays the field of the form: after
// each change it has the whole text as markup. The editor itself is ProseMirror, which is loaded once.

import { linkAddressOf, bareAddresses, readLines, readMarkup, settleRuns, writeLines, writeMarkup } from "./markup.js";
import { blocksOfHtml, blocksOfText } from "./paste.js";
import { linkBox, toolbarOf } from "./toolbar.js";

const PLAIN = "dateline-plain-text";
const editors = new WeakMap();
let prose;
let schemas;

// Loads ProseMirror, whose address a composer has.
export async function loadEditor(address) {
  prose ??= await import(address);
  schemas ??= { text: schemaOf("(paragraph | bullet_list)+"), plain: schemaOf("paragraph+"), lines: schemaOf("bullet_list") };
}

export const editorOf = (area) => editors.get(area);

export const prefersPlainText = () => localStorage.getItem(PLAIN) === "yes";

// Puts an editor in the place of a <textarea>. `on` has what the composer does for it: `files`,
// `parts` (opens the menu of parts), `address` (a link stands alone) and `dropped`.
export function editArea(area, kind, on) {
  if (editors.has(area) || !prose) return;
  const editor = { area, kind, on, schema: schemas[kind], written: area.value };
  editors.set(area, editor);
  const box = document.createElement("div");
  box.className = "editor";
  editor.box = box;
  editor.view = new prose.EditorView(box, {
    state: stateOf(editor),
    attributes: attributesOf(area),
    handleDOMEvents: { paste: (view, event) => pasted(editor, event), drop: (view, event) => dropped(editor, event) },
    dispatchTransaction: (transaction) => changed(editor, transaction),
  });
  editor.bar = toolbarOf(editor, commandsOf(editor));
  editor.link = linkBox(editor);
  box.append(editor.bar.element, editor.link.element);
  area.before(box);
  hideArea(editor);
  editor.bar.update(activeIn(editor));
}

// Leaves the <textarea> with its markup.
export function editPlain(editor) {
  const { area, view, box } = editor;
  area.id = view.dom.id;
  area.hidden = false;
  labelOf(area)?.setAttribute("for", area.id);
  view.destroy();
  box.remove();
  editors.delete(area);
}

// Shows in the editor what was written into its <textarea>.
export function showArea(area) {
  const editor = editors.get(area);
  if (!editor || area.value === editor.written) return;
  editor.written = area.value;
  editor.view.updateState(stateOf(editor));
}

// Puts text where the cursor is.
export function insertText(editor, text) {
  editor.view.dispatch(editor.view.state.tr.insertText(text));
}

function hideArea({ area, view }) {
  const label = labelOf(area);
  // The summary of problems leads to the id, and the editor is what can be focused.
  view.dom.id = area.id;
  area.removeAttribute("id");
  area.hidden = true;
  if (!label) return;
  label.id ||= `${view.dom.id}_label`;
  label.removeAttribute("for");
  view.dom.setAttribute("aria-labelledby", label.id);
  label.addEventListener("click", () => view.focus());
}

const labelOf = (area) => area.closest(".field")?.querySelector("label");

function attributesOf(area) {
  // The help of a text says how marks are typed, which nobody needs here.
  const ids = (area.getAttribute("aria-describedby") ?? "").split(" ");
  const isText = area.closest('[data-part="text"]');
  const help = ids.filter((id) => id && !(isText && id.endsWith("_helptext"))).join(" ");
  const described = [help, area.getAttribute("aria-invalid")];
  const attributes = { role: "textbox", "aria-multiline": "true", dir: "auto", class: "prose", spellcheck: "true" };
  attributes["aria-labelledby"] = `${area.id}_label`;
  if (described[0]) attributes["aria-describedby"] = described[0];
  if (described[1]) attributes["aria-invalid"] = described[1];
  return attributes;
}

function schemaOf(content) {
  const mark = (tag) => ({ toDOM: () => [tag, 0] });
  return new prose.Schema({
    nodes: {
      doc: { content },
      paragraph: { content: "inline*", group: "block", toDOM: () => ["p", { dir: "auto" }, 0] },
      bullet_list: { content: "list_item+", toDOM: () => ["ul", 0] },
      list_item: { content: "paragraph", toDOM: () => ["li", 0] },
      text: { group: "inline" },
      hard_break: { inline: true, group: "inline", selectable: false, toDOM: () => ["br"] },
    },
    marks: {
      link: { attrs: { href: {}, bare: { default: false } }, inclusive: false, toDOM: ({ attrs }) => ["a", { href: attrs.href }, 0] },
      strong: mark("strong"),
      emphasis: mark("em"),
    },
  });
}

function stateOf(editor) {
  const { area, kind, schema } = editor;
  const blocks = kind === "lines" ? [{ lines: readLines(area.value) }] : readMarkup(area.value, kind === "text");
  return prose.EditorState.create({ doc: docOf(schema, blocks, kind), plugins: pluginsOf(editor) });
}

// Markup after it was read into the editor and written again, for a test.
export function throughEditor(text, kind) {
  const blocks = kind === "lines" ? [{ lines: readLines(text) }] : readMarkup(text, kind === "text");
  return writtenOf(docOf(schemas[kind], blocks, kind), kind);
}

function docOf(schema, blocks, kind) {
  const nodes = nodesOf(schema, blocks, kind);
  const empty = schema.node("paragraph");
  if (!nodes.length) nodes.push(kind === "lines" ? listOf(schema, [[]]) : empty);
  return schema.node("doc", null, nodes);
}

function nodesOf(schema, blocks, kind) {
  const nodes = [];
  const lines = [];
  for (const block of blocks) {
    if (kind === "lines") lines.push(...(block.lines ?? [block.runs]));
    else if (!block.lines) nodes.push(schema.node("paragraph", null, inlineOf(schema, block.runs)));
    else if (kind === "text") nodes.push(listOf(schema, block.lines));
    else for (const line of block.lines) nodes.push(schema.node("paragraph", null, inlineOf(schema, [{ text: "• " }, ...line])));
  }
  if (lines.length) nodes.push(listOf(schema, lines));
  return nodes;
}

const listOf = (schema, lines) =>
  schema.node("bullet_list", null, lines.map((line) =>
    schema.node("list_item", null, [schema.node("paragraph", null, inlineOf(schema, line))])));

function inlineOf(schema, runs) {
  return runs.flatMap(({ text, strong, emphasis, link }) => {
    const marks = [];
    if (link) marks.push(schema.mark("link", { href: link, bare: link === text }));
    if (strong) marks.push(schema.mark("strong"));
    if (emphasis) marks.push(schema.mark("emphasis"));
    return text.split(/(\n)/).filter(Boolean).map((each) =>
      each === "\n" ? schema.node("hard_break", null, null, marks) : schema.text(each, marks));
  });
}

function writtenOf(doc, kind) {
  const blocks = [];
  doc.forEach((node) => {
    if (node.type.name === "paragraph") blocks.push(...paragraphsOf(node).map((runs) => ({ runs })));
    else blocks.push({ lines: linesOf(node) });
  });
  return kind === "lines" ? writeLines(blocks.flatMap(({ lines }) => lines)) : writeMarkup(blocks, kind === "text");
}

function linesOf(list) {
  const lines = [];
  list.forEach((item) => lines.push(settleRuns(runsOf(item.firstChild).map((run) => ({ ...run, text: run.text.replaceAll("\n", " ") })))));
  return lines.filter((runs) => runs.length);
}

// Two line breaks begin a paragraph.
function paragraphsOf(node) {
  const paragraphs = [[]];
  for (const run of runsOf(node)) {
    const last = paragraphs.at(-1);
    if (run.text === "\n" && last.at(-1)?.text === "\n") paragraphs.push([]);
    else last.push(run);
  }
  return paragraphs.map(settleRuns).filter((runs) => runs.length);
}

function runsOf(paragraph) {
  const runs = [];
  paragraph.forEach((node) => {
    const named = (name) => node.marks.find((mark) => mark.type.name === name);
    const link = linkAddressOf(named("link")?.attrs.href ?? "");
    const style = { strong: Boolean(named("strong")), emphasis: Boolean(named("emphasis")), link };
    runs.push({ text: node.isText ? node.text : "\n", ...style });
  });
  return runs;
}

function changed(editor, transaction) {
  const { view, area, kind } = editor;
  const state = view.state.apply(transaction);
  view.updateState(state);
  editor.bar?.update(activeIn(editor));
  if (!transaction.docChanged) return;
  editor.written = writtenOf(state.doc, kind);
  area.value = editor.written;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function activeIn({ view, schema }) {
  const { from, to, empty, $from } = view.state.selection;
  const has = (name) => {
    const type = schema.marks[name];
    if (empty) return Boolean(type.isInSet(view.state.storedMarks ?? $from.marks()));
    return view.state.doc.rangeHasMark(from, to, type);
  };
  return { strong: has("strong"), emphasis: has("emphasis"), link: has("link"), list: isInList($from) };
}

const isInList = ($from) => $from.depth > 1 && $from.node($from.depth - 1).type.name === "list_item";

function commandsOf(editor) {
  const { schema, view, kind } = editor;
  const run = (command) => {
    command(view.state, view.dispatch, view);
    view.focus();
  };
  return {
    strong: () => run(prose.toggleMark(schema.marks.strong)),
    emphasis: () => run(prose.toggleMark(schema.marks.emphasis)),
    link: () => editor.link.open(),
    list: kind === "text" ? () => run(toggleList(schema)) : undefined,
    plain: () => {
      localStorage.setItem(PLAIN, "yes");
      editor.on.plain();
    },
  };
}

const toggleList = (schema) => (state, dispatch) =>
  isInList(state.selection.$from)
    ? prose.liftListItem(schema.nodes.list_item)(state, dispatch)
    : prose.wrapInList(schema.nodes.bullet_list)(state, dispatch);

function pluginsOf(editor) {
  const { schema, kind } = editor;
  const { strong, emphasis } = schema.marks;
  const item = schema.nodes.list_item;
  const keys = {
    "Mod-b": prose.toggleMark(strong),
    "Mod-i": prose.toggleMark(emphasis),
    "Mod-k": () => editor.link.open() ?? true,
    "Mod-z": prose.undo,
    "Mod-y": prose.redo,
    "Shift-Mod-z": prose.redo,
    "Shift-Enter": insertBreak(schema),
    "/": (state) => opensParts(editor, state),
    Enter: (state, dispatch) => {
      offerCopy(editor, state);
      return prose.splitListItem(item)(state, dispatch) || (kind === "text" && prose.liftListItem(item)(state, dispatch));
    },
  };
  if (kind === "text") keys.Backspace = liftAtStart(item);
  const rules = [markRule(/(?:^|[^*\\])(\*\*([^*\s](?:[^*]*[^*\s])?)\*\*)$/, strong), markRule(/(?:^|[^\p{L}\p{N}_\\])(_([^_\s](?:[^_]*[^_\s])?)_)$/u, emphasis)];
  if (kind === "text") rules.push(prose.wrappingInputRule(/^\s*[-*•]\s$/, schema.nodes.bullet_list));
  return [prose.inputRules({ rules }), prose.keymap(keys), prose.keymap(prose.baseKeymap), prose.history(), linksOf(schema)];
}

const insertBreak = (schema) => (state, dispatch) => {
  if (isInList(state.selection.$from)) return false;
  const marks = state.storedMarks ?? state.selection.$from.marks();
  const made = schema.node("hard_break", null, null, marks);
  dispatch?.(state.tr.replaceSelectionWith(made, false).setStoredMarks(marks).scrollIntoView());
  return true;
};

const liftAtStart = (item) => (state, dispatch) => {
  const { empty, $from } = state.selection;
  if (!empty || $from.parentOffset > 0 || !isInList($from) || $from.index($from.depth - 2) > 0) return false;
  return prose.liftListItem(item)(state, dispatch);
};

// What was typed with marks gets the style: **strong** and _emphasis_.
function markRule(pattern, type) {
  return new prose.InputRule(pattern, (state, match, start, end) => {
    const from = end - (match[1].length - 1);
    const { tr } = state;
    tr.delete(from, end).insert(from, state.schema.text(match[2], [...state.doc.resolve(from).marks(), type.create()]));
    return tr.removeStoredMark(type);
  });
}

// Makes links of bare addresses in the paragraph that was changed, and lets them follow its text.
function linksOf(schema) {
  const type = schema.marks.link;
  return new prose.Plugin({
    appendTransaction(transactions, before, state) {
      if (!transactions.some((each) => each.docChanged) || transactions.some((each) => each.getMeta("history$"))) return null;
      const { $head } = state.selection;
      const tr = linkParagraph(state.tr, type, $head.parent, $head.start());
      return tr.docChanged ? tr : null;
    },
  });
}

function linkParagraph(tr, type, paragraph, start) {
  if (!paragraph.isTextblock) return tr;
  const text = paragraph.textBetween(0, paragraph.content.size, "\n", "\n");
  const wanted = bareAddresses(text);
  paragraph.forEach((node, offset) => {
    const link = type.isInSet(node.marks);
    const end = offset + node.nodeSize;
    const kept = wanted.some(([from, to]) => from <= offset && end <= to && text.slice(from, to) === link?.attrs.href);
    if (link?.attrs.bare && !kept) tr.removeMark(start + offset, start + end, link);
  });
  for (const [from, to] of wanted) {
    const href = linkAddressOf(text.slice(from, to));
    const isLinked = tr.doc.rangeHasMark(start + from, start + to, type);
    if (href && !isLinked) tr.addMark(start + from, start + to, type.create({ href, bare: true }));
  }
  return tr;
}

function opensParts(editor, state) {
  const { empty, $from } = state.selection;
  if (!empty || $from.parent.content.size || $from.depth > 1 || !editor.on.parts) return false;
  editor.on.parts(editor);
  return true;
}

// A link that stands alone on its line may become a copy of what it leads to.
function offerCopy(editor, state) {
  const { $from } = state.selection;
  const text = $from.parent.textContent.trim();
  const [found] = bareAddresses(text);
  if (found && found[0] === 0 && found[1] === text.length) editor.on.address?.(editor, text);
}

// Takes an address that stands alone out of the text.
export function removeLine(editor, text) {
  const { view } = editor;
  view.state.doc.forEach((node, offset) => {
    if (node.textContent.trim() !== text) return;
    view.dispatch(view.state.tr.delete(offset, Math.min(offset + node.nodeSize, view.state.doc.content.size)));
  });
}

function pasted(editor, event) {
  return take(editor, event, event.clipboardData);
}

function dropped(editor, event) {
  // What is dragged within the editor is moved by it.
  if (editor.view.dragging) return false;
  const at = editor.view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (at) {
    const { state } = editor.view;
    editor.view.dispatch(state.tr.setSelection(prose.TextSelection.near(state.doc.resolve(at.pos))));
  }
  return take(editor, event, event.dataTransfer);
}

// ProseMirror would parse the clipboard with a policy of its own, which the desk does not allow.
function take(editor, event, transfer) {
  const html = transfer.getData("text/html");
  const text = transfer.getData("text/plain");
  const found = html ? blocksOfHtml(html) : { blocks: blocksOfText(text), dropped: "" };
  const files = [...transfer.files].filter((each) => each.type.startsWith("image/"));
  event.preventDefault();
  if (files.length && !found.blocks.some(hasWords)) {
    event.stopPropagation();
    editor.on.files(files);
    return true;
  }
  if (html && !found.blocks.length && text) found.blocks = blocksOfText(text);
  if (found.blocks.length) insertBlocks(editor, found.blocks);
  editor.on.dropped(editor, found.dropped);
  return true;
}

const hasWords = ({ runs, lines }) => (lines ?? [runs]).some((line) => line.some((run) => run.text.trim()));

function insertBlocks(editor, blocks) {
  const { view, schema, kind } = editor;
  const { state } = view;
  const [only] = blocks;
  const settled = blocks.map(({ runs, lines }) => (lines ? { lines: lines.map(pastedRuns) } : { runs: pastedRuns(runs) }));
  const nodes = nodesOf(schema, settled, kind);
  if (!nodes.length) return;
  // A selection that becomes a link: its text stays.
  const address = blocks.length === 1 && only.runs ? only.runs.map((run) => run.text).join("").trim() : "";
  const [bare] = bareAddresses(address);
  if (!state.selection.empty && bare && bare[0] === 0 && bare[1] === address.length) {
    const { from, to } = state.selection;
    view.dispatch(state.tr.addMark(from, to, schema.mark("link", { href: linkAddressOf(address) })));
    return;
  }
  const open = opennessOf(nodes, kind, state);
  const slice = new prose.Slice(prose.Fragment.from(nodes), open[0], open[1]);
  view.dispatch(state.tr.replaceSelection(slice).scrollIntoView().setMeta("paste", true));
}

// Paragraphs at the ends of what is pasted join the paragraphs around it.
function opennessOf(nodes, kind, state) {
  if (kind === "lines") return [3, 3];
  const isEmpty = state.selection.$from.parent.content.size === 0;
  const depth = (node) => (node.type.name === "paragraph" ? 1 : 0);
  return isEmpty && nodes.length > 1 ? [0, 0] : [depth(nodes[0]), depth(nodes.at(-1))];
}

// Addresses in what was pasted are links, too.
function pastedRuns(runs) {
  const linked = runs.map((run) => ({ strong: false, emphasis: false, ...run, link: linkAddressOf(run.link ?? "") }));
  return settleRuns(linked.flatMap((run) => (run.link ? run : withAddresses(run))));
}

function withAddresses(run) {
  const pieces = [];
  let at = 0;
  for (const [start, end] of bareAddresses(run.text)) {
    pieces.push({ ...run, text: run.text.slice(at, start) });
    const text = run.text.slice(start, end);
    pieces.push({ ...run, text, link: linkAddressOf(text) });
    at = end;
  }
  return [...pieces, { ...run, text: run.text.slice(at) }].filter(({ text }) => text);
}
