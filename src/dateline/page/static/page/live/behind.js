// Brings a page up to date that is too far behind for its stream, and leaves the reader where they are.

import { announce, notify } from "./announce.js";
import { count, expect, put } from "./arrivals.js";
import { continueAt, lastHeard, position } from "./connection.js";
import { ask, block, byId, isEmbed, keep, parse, posts, recall, slug, word } from "./page.js";
import { PLACE, reload, returnTo } from "./places.js";
import { tellSince } from "./since.js";

const LIMIT = 80_000;
let busy = false;

export async function catchUp() {
  if (busy) return;
  busy = true;
  for (let wait = 5000; await bringUpToDate().catch(() => true); wait *= wait < LIMIT ? 2 : 1) {
    // What this script cannot read may be of another version. A page that cannot be loaded stays.
    if (wait === LIMIT && (await fetch(location).catch(() => 0)).ok) return reload();
    await pass(wait);
  }
  busy = false;
}

const pass = (time) => new Promise((resolve) => setTimeout(resolve, time));

async function bringUpToDate() {
  const before = { cursor: position(), at: lastHeard() };
  // Not all readers at once.
  await pass(Math.random() * 1500);
  await readAll();
  const found = await tellSince(before).catch(() => null);
  if (!found) return;
  expect(Number(found.dataset.first), Number(found.dataset.last));
  report(found.textContent, found.parentElement);
}

// Reads the pages of which posts are shown here, and the newest one for what is above its posts. Unless
// it follows on the others, this page ends with what it has: newer posts are on another.
async function readAll() {
  const newest = await read("");
  const { first, last, shown } = posts.dataset;
  if (last !== "") putAll(await read(location.pathname.slice(slug.length + 2) + location.search), Number(last));
  for (let page = Number(first); last === "" && page <= Number(shown); page += 1) {
    putAll(await read(`page/${page}/`), page);
  }
  const newestPage = Number(newest.querySelector("#posts").dataset.first);
  if (last === "" && newestPage > Number(posts.dataset.shown) + 1) {
    posts.dataset.last = posts.dataset.shown;
    byId("newest").href = `/${slug}/`;
  }
  putAll(newest, newestPage);
  count();
  continueAt(newest.dataset.cursor);
}

async function read(path) {
  const answer = await ask(path);
  return parse(await answer.text()).querySelector("main");
}

function putAll(main, page) {
  const blockOf = (each) => ({ page: each.matches("article") && page, html: each.outerHTML });
  put([...main.querySelectorAll("[data-block]")].map(blockOf));
}

// After `reload`: a post may be on another page than before.
export function returnToPlace() {
  const saved = !isEmbed && recall("sessionStorage", PLACE);
  if (!saved) return;
  const address = `/${slug}/page/${saved.page}/`;
  if (!block(saved.name) && saved.page > 0 && location.pathname !== address) {
    return location.replace(address);
  }
  keep("sessionStorage", PLACE, null);
  returnTo(saved);
  addEventListener("load", () => setTimeout(() => (history.scrollRestoration = "auto")));
  if (block(saved.name)) report(word("reloaded"), block(saved.name));
}

function report(text, element) {
  announce(text);
  notify(text, element);
}
