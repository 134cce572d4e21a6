// Replaces panels of the screen by what the server has now. The focus, the selection, open forms and
// the place to which one has scrolled stay.

import { parsed } from "./html.js";
import { morph } from "./morph.js";

const LONGEST_WAIT = 20_000;
// Between two questions for the same panel, so that a desk with ten posts a second can be written at.
const PAUSE = 500;
const screen = document.querySelector(".screen");
const reading = new Map();

const pause = (time) => new Promise((done) => setTimeout(done, time));

export const panelNamed = (name) => document.getElementById(`panel-${name}`);

// Puts all panels of a page of this desk into this one.
export function putPanels(page) {
  const older = new URLSearchParams(location.search).has("before");
  for (const fresh of page.querySelectorAll("[data-panel]")) {
    if (fresh.dataset.panel === "posts" && older) refreshPanels(["posts"]);
    // The rows of a page have their figures, and the panel is empty.
    else if (fresh.dataset.panel !== "delivered") {
      overtake(fresh.dataset.panel);
      putPanel(fresh);
    }
  }
}

// What is being read may be older than this page, or newer: it is read once more.
function overtake(name) {
  const begun = reading.get(name);
  if (begun) begun.again = begun.isOvertaken = true;
}

export async function refreshPanels(names) {
  await Promise.all(names.filter((name) => panelNamed(name)).map(refreshPanel));
}

// One question after the other: an answer that came after that of a later question would show an
// older state, and while posts arrive faster than they are read, none would be the last.
async function refreshPanel(name) {
  const begun = reading.get(name);
  if (begun) {
    begun.again = true;
    return begun.done;
  }
  const now = { again: false, isOvertaken: false };
  reading.set(name, now);
  now.done = readPanel(name, now)
    .then(() => pause(PAUSE))
    .then(() => {
      reading.delete(name);
      return now.again ? refreshPanel(name) : undefined;
    });
  return now.done;
}

async function readPanel(name, now) {
  const older = location.search.includes("before=");
  // The figures are those of the newest posts. Older ones hardly ever change.
  if (older && name === "delivered") return refreshPanel("posts");
  const whole = older && name === "posts";
  const address = whole ? location.href : `/desk/${screen.dataset.slug}/panel/${name}/`;
  try {
    // One that never came would keep the panel as it is.
    const answer = await fetch(address, { signal: AbortSignal.timeout(LONGEST_WAIT) });
    const text = await answer.text();
    // What is typed comes first, here and before the panel is put.
    await pause(0);
    const fresh = parsed(text).getElementById(`panel-${name}`);
    await pause(0);
    if (answer.ok && fresh && !now.isOvertaken) putPanel(fresh);
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
  const row = focused?.closest("[data-key], .draft");
  morph(old, document.adoptNode(fresh));
  // Before the focus: a row that gets it is chosen by nobody.
  document.dispatchEvent(new CustomEvent("dateline:put", { detail: { panel: old } }));
  if (focused && !focused.isConnected) focusNear(row?.isConnected ? row : old, old);
  if (anchor?.isConnected) scrollBy(0, anchor.getBoundingClientRect().top - top);
}

// The row of a draft takes no focus itself.
function focusNear(row, panel) {
  const near = row.hasAttribute("tabindex") ? row : (row.querySelector("a") ?? panel);
  near.focus();
}

// Shows in the rows how soon readers had them. A list that was read earlier does not know it yet.
function putFigures({ id }) {
  for (const figure of document.querySelectorAll("#panel-delivered [data-delivery]")) {
    const row = document.querySelector(`#panel-posts [data-delivery="${figure.dataset.delivery}"]`);
    if (row && (id === "panel-delivered" || !row.firstElementChild)) morph(row, figure.cloneNode(true));
  }
}

// The first row of a panel that is on the screen.
const visible = (panel) =>
  [...panel.querySelectorAll("[data-key]")].find((row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  });

if (screen) {
  document.addEventListener("dateline:changed", (event) => refreshPanels(event.detail.panels));
  document.addEventListener("dateline:put", ({ detail }) => {
    if (["panel-posts", "panel-delivered"].includes(detail.panel.id)) putFigures(detail.panel);
  });
}
