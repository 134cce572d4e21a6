// Replaces panels of the screen by what the server has now. The focus, the selection, open forms and
// the place to which one has scrolled stay.

import { parsed } from "./html.js";
import { morph } from "./morph.js";

const screen = document.querySelector(".screen");
const asked = new Map();

export const panelNamed = (name) => document.getElementById(`panel-${name}`);

// Puts all panels of a page of this desk into this one.
export function putPanels(page) {
  const older = new URLSearchParams(location.search).has("before");
  for (const fresh of page.querySelectorAll("[data-panel]")) {
    if (fresh.dataset.panel === "posts" && older) refreshPanels(["posts"]);
    else putPanel(fresh);
  }
}

export async function refreshPanels(names) {
  await Promise.all(names.filter((name) => panelNamed(name)).map(refreshPanel));
}

async function refreshPanel(name) {
  const number = (asked.get(name) ?? 0) + 1;
  asked.set(name, number);
  const whole = name === "posts" && location.search.includes("before=");
  const address = whole ? location.href : `/desk/${screen.dataset.slug}/panel/${name}/`;
  try {
    const answer = await fetch(address);
    const fresh = parsed(await answer.text()).getElementById(`panel-${name}`);
    // An answer that comes after that of a later question would show an older state.
    if (answer.ok && fresh && asked.get(name) === number) putPanel(fresh);
  } catch {
    panelNamed(name).dataset.stale = "";
  }
}

function putPanel(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old) return;
  const anchor = scrollY > 0 ? visible(old) : undefined;
  const top = anchor?.getBoundingClientRect().top;
  const focused = old.contains(document.activeElement) ? document.activeElement : undefined;
  const row = focused?.closest("[data-key]");
  morph(old, document.importNode(fresh, true));
  if (focused && !focused.isConnected) (row?.isConnected ? row : old).focus();
  if (anchor?.isConnected) scrollBy(0, anchor.getBoundingClientRect().top - top);
  document.dispatchEvent(new CustomEvent("dateline:put", { detail: { panel: old } }));
}

// The first row of a panel that is on the screen.
const visible = (panel) =>
  [...panel.querySelectorAll("[data-key]")].find((row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  });

if (screen) {
  document.addEventListener("dateline:changed", (event) => refreshPanels(event.detail.panels));
}
