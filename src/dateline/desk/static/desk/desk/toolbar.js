// The buttons below an editor, and the box in which the address of a link is typed.

import { linkAddressOf } from "./markup.js";

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const chord = (key) => (isApple ? `⌘${key}` : `Ctrl+${key}`);
const BUTTONS = [
  ["strong", "Strong", "B", chord("B")],
  ["emphasis", "Emphasis", "I", chord("I")],
  ["link", "Link", "Link", chord("K")],
  ["list", "List", "List", ""],
  ["plain", "Plain text", "Plain", ""],
];

export function toolbarOf(editor, commands) {
  const element = document.createElement("div");
  element.className = "toolbar";
  element.setAttribute("role", "toolbar");
  element.setAttribute("aria-label", "Marks of the text");
  const buttons = new Map();
  for (const [name, label, sign, keys] of BUTTONS) {
    if (!commands[name]) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = `mark-${name}`;
    button.textContent = sign;
    button.title = keys ? `${label} (${keys})` : label;
    button.setAttribute("aria-label", label);
    // One stop for the tabulator; the arrow keys go from button to button.
    button.tabIndex = buttons.size ? -1 : 0;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", commands[name]);
    buttons.set(name, button);
    element.append(button);
  }
  element.addEventListener("keydown", (event) => moveBetween([...buttons.values()], event));
  const update = (active) => {
    for (const [name, button] of buttons) {
      if (name in active) button.setAttribute("aria-pressed", String(active[name]));
    }
  };
  return { element, update };
}

export function moveBetween(all, event) {
  const at = all.indexOf(document.activeElement);
  const isRtl = getComputedStyle(all[0]).direction === "rtl";
  const steps = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1, ArrowDown: 1, ArrowUp: -1 };
  const to = { Home: 0, End: all.length - 1 }[event.key] ?? at + (steps[event.key] ?? 0);
  if (at < 0 || to === at || !(event.key in steps || event.key === "Home" || event.key === "End")) return;
  event.preventDefault();
  const next = all[(to + all.length) % all.length];
  for (const each of all) each.tabIndex = each === next ? 0 : -1;
  next.focus();
}

export function linkBox(editor) {
  const element = document.createElement("div");
  element.className = "link-box";
  element.hidden = true;
  const label = document.createElement("label");
  const input = document.createElement("input");
  const remove = document.createElement("button");
  label.textContent = "Address of the link ";
  input.type = "url";
  input.inputMode = "url";
  input.placeholder = "https://…";
  input.dir = "ltr";
  remove.type = "button";
  remove.textContent = "Remove the link";
  label.append(input);
  element.append(label, remove);
  const { view, schema } = editor;
  const type = schema.marks.link;
  const close = () => {
    element.hidden = true;
    view.focus();
  };
  const set = (href) => {
    const range = rangeOfLink(view.state, type);
    const { tr } = view.state;
    if (range.from === range.to && href) tr.insertText(href, range.from);
    const to = range.from === range.to ? range.from + href.length : range.to;
    tr.removeMark(range.from, to, type);
    if (href) tr.addMark(range.from, to, type.create({ href }));
    view.dispatch(tr.removeStoredMark(type));
    close();
  };
  remove.addEventListener("click", () => set(""));
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key !== "Enter" || event.target !== input || event.ctrlKey || event.metaKey) return;
    else if (!input.value.trim()) set("");
    else apply(input, set);
    event.preventDefault();
    event.stopPropagation();
  });
  // What is typed here is no text of the form.
  element.addEventListener("input", (event) => event.stopPropagation());
  const open = () => {
    const { $from } = view.state.selection;
    input.value = type.isInSet($from.marks())?.attrs.href ?? $from.nodeAfter?.marks.find((mark) => mark.type === type)?.attrs.href ?? "";
    input.removeAttribute("aria-invalid");
    remove.hidden = !input.value;
    element.hidden = false;
    input.focus();
    input.select();
  };
  return { element, open };
}

function apply(input, set) {
  const typed = input.value.trim();
  const whole = /^[\w.-]+@[\w.-]+$/.test(typed) ? `mailto:${typed}` : /^[a-z]+:/i.test(typed) ? typed : `https://${typed}`;
  const href = linkAddressOf(whole);
  input.setAttribute("aria-invalid", String(!href));
  if (href) set(href);
}

// The whole link around the cursor, or what is selected.
function rangeOfLink(state, type) {
  const { from, to, empty, $from } = state.selection;
  if (!empty) return { from, to };
  const range = { from, to };
  $from.parent.forEach((node, offset) => {
    const start = $from.start() + offset;
    if (type.isInSet(node.marks) && start <= from && from <= start + node.nodeSize) {
      range.from = start;
      range.to = start + node.nodeSize;
    }
  });
  return range;
}
