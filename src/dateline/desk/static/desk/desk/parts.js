// Adds, moves and removes the parts of a post without loading the page. The server does the same for
// the same buttons where there is no script. A new part is a copy of a <template>.

import { editorOf } from "./editor.js";
import { moveBetween } from "./toolbar.js";

const NUMBERED = ["name", "id", "for", "aria-labelledby", "aria-describedby", "href"];

export const partsIn = (form) => [...form.querySelectorAll(".parts > .part")];

export const kindsOf = (form) =>
  [...form.querySelectorAll("template[data-part]")].map(({ dataset }) => [dataset.part, dataset.title]);

// A new part behind another one, or at the end.
export function addPart(form, kind, behind) {
  const template = form.querySelector(`template[data-part="${kind}"]`);
  const part = document.importNode(template.content, true).querySelector(".part");
  if (behind) behind.after(part);
  else form.querySelector(".parts").append(part);
  partsChanged(form);
  return part;
}

export function movePart(part, step) {
  const form = part.closest("form");
  const other = step < 0 ? part.previousElementSibling : part.nextElementSibling;
  if (!other) return;
  const focused = document.activeElement;
  if (step < 0) other.before(part);
  else other.after(part);
  partsChanged(form);
  const shown = focused?.hidden ? part.querySelector(".arrange button:not([hidden])") : focused;
  if (part.contains(focused)) shown.focus();
}

// Returns a function that puts the part back.
export function removePart(part) {
  const form = part.closest("form");
  const before = part.previousElementSibling;
  const next = part.nextElementSibling ?? before;
  part.remove();
  partsChanged(form);
  focusPart(next ?? form.querySelector(".add button"));
  return () => {
    if (before?.isConnected) before.after(part);
    else form.querySelector(".parts").prepend(part);
    partsChanged(form);
    focusPart(part);
  };
}

export function focusPart(part) {
  const fields = "[contenteditable=true], textarea:not([hidden]), input:not([type=hidden], [type=file])";
  (part?.querySelector(fields) ?? part)?.focus();
}

export const isBlank = (part) =>
  part.dataset.part === "text" && !part.querySelector("textarea").value.trim();

// Numbers the fields in the order in which the parts stand.
export function partsChanged(form) {
  const all = partsIn(form);
  all.forEach((part, index) => {
    for (const each of part.querySelectorAll("*")) {
      for (const name of NUMBERED) {
        const value = each.getAttribute(name);
        if (value) each.setAttribute(name, value.replace(/part-\w+-(?=[a-z])/g, `part-${index}-`));
      }
      const act = /^(up|down|remove):/.exec(each.value ?? "");
      if (each.name === "do" && act) each.value = act[0] + index;
      if (act?.[1] === "up") each.hidden = index === 0;
      if (act?.[1] === "down") each.hidden = index === all.length - 1;
    }
  });
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

// The menu that `/` opens at the beginning of an empty paragraph. `choose` gets the kind of part.
export function openMenu(editor, choose) {
  const { view, area } = editor;
  const form = area.form;
  const menu = document.createElement("div");
  menu.className = "parts-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", "Add a part");
  const kinds = kindsOf(form).filter(([kind]) => kind !== "text");
  const buttons = kinds.map(([kind, title]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.textContent = title;
    button.tabIndex = -1;
    button.addEventListener("click", () => {
      menu.remove();
      choose(kind);
    });
    return button;
  });
  menu.append(...buttons);
  const close = (typed) => {
    menu.remove();
    view.focus();
    if (typed) view.dispatch(view.state.tr.insertText(typed));
  };
  menu.addEventListener("keydown", (event) => {
    moveBetween(buttons, event);
    if (event.key === "Escape") close("/");
    else if (event.key === "Backspace") close("");
    else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) close(`/${event.key}`);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    // Not at once: this event also comes while the menu is being removed.
    if (!menu.contains(relatedTarget)) queueMicrotask(() => menu.remove());
  });
  editor.box.append(menu);
  const caret = view.coordsAtPos(view.state.selection.head);
  menu.style.top = `${caret.bottom - editor.box.getBoundingClientRect().top + 4}px`;
  buttons[0].focus({ preventScroll: true });
  menu.scrollIntoView({ block: "nearest" });
}

// The editor in which somebody writes, or the last one of the form.
export function editorNear(form) {
  const part = document.activeElement?.closest?.(".part");
  const area = [...(part?.querySelectorAll("textarea") ?? []), ...form.querySelectorAll(".part textarea")][0];
  return area && editorOf(area);
}
