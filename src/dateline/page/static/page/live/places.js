// Where the reader is on the page: keeps them there, moves them, and brings them back.

import { block, byId, isEmbed, keep, main, posts, slug } from "./page.js";

export const PLACE = `dateline:place:${slug}`;
const back = byId("back");
let leftPlace;

// The first block in sight that scrolls with the page, and where its top is.
export function place() {
  const anchor = [...main.querySelectorAll("[data-block]")].find(isAnchor);
  return anchor && { name: anchor.dataset.block, top: anchor.getBoundingClientRect().top };
}

function isAnchor(element) {
  const { top, bottom, height } = element.getBoundingClientRect();
  const isSticky = getComputedStyle(element.closest(".rail") ?? main).position === "sticky";
  return height > 0 && bottom > barHeight() && top < innerHeight && !isSticky;
}

export const barHeight = () => byId("bar").offsetHeight;

export function returnTo({ name, top }) {
  const there = block(name)?.getBoundingClientRect();
  if (there) scrollBy({ top: there.top - top, behavior: "instant" });
}

// Runs `action` without moving the visible text. (The style sheet disables the browser's own scroll
// anchoring: Safari has none, and in other browsers both would add up.)
export function keepPosition(action) {
  const before = scrollY > 0 && place();
  action();
  if (before) returnTo(before);
}

// What is folded cannot be scrolled to.
function unfold(element) {
  if (element?.closest(".rail")) byId("unfold").checked = true;
}

// Moves to an element, and offers the way back.
export function go(element) {
  unfold(element);
  leaveMark();
  element.scrollIntoView({ block: "start" });
  const target = element.querySelector("a") ?? element;
  if (target === element) element.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function leaveMark() {
  leftPlace = place();
  back.hidden = !leftPlace;
}

// Links to something on this page move there instead of loading a page. In an embed every link
// opens a window of its own.
export function move() {
  if (isEmbed) return;
  unfold(byId(location.hash.slice(1)));
  // What was read is above the window once it is folded.
  byId("unfold")?.addEventListener("change", ({ target }) => target.checked || target.scrollIntoView());
  back.addEventListener("click", () => {
    back.hidden = true;
    returnTo(leftPlace);
    block(leftPlace.name).querySelector("a")?.focus({ preventScroll: true });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.hash && link.pathname === location.pathname) {
      unfold(byId(link.hash.slice(1)));
      leaveMark();
      // At once: the browser gives up its own scrolling if a change is put in its place before that.
      if (link.hash === "#top") scrollTo(0, 0);
      return;
    }
    const post = link.pathname.match(`^/${slug}/post/(\\d+)/$`);
    const there = link.origin === location.origin && post && byId(`post-${post[1]}`);
    if (!there || event.defaultPrevented) return;
    event.preventDefault();
    leaveMark();
    // Not scrollIntoView: a fragment can be shared, and `:target` marks the post.
    location.hash = there.id;
    there.querySelector("a").focus({ preventScroll: true });
  });
}

// Loads the page again. At most once in ten seconds, and after a random delay, so that not all readers
// do it at once.
export function reload() {
  const since = Date.now() - Number(history.state?.reloaded ?? 0);
  setTimeout(() => {
    history.replaceState({ reloaded: Date.now() }, "");
    // An embed stays: the pages that a place leads to refuse frames.
    if (!isEmbed && scrollY > 0) {
      history.scrollRestoration = "manual";
      keep("sessionStorage", PLACE, { ...place(), page: posts.dataset.first });
    }
    location.reload();
  }, since < 10_000 ? 10_000 : 200 + Math.random() * 1500);
}
