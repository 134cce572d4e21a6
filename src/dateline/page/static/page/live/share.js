// Shares the address of a post or of the coverage, or copies it. The browser may have neither: then the
// address is opened.

import { acknowledge } from "./announce.js";
import { main, slug, word } from "./page.js";

export function offerSharing() {
  main.classList.add("can-share");
  main.addEventListener("click", ({ target }) => {
    const button = target.closest(".share, #share");
    if (button) share(button);
  });
}

async function share(button) {
  const url = button.closest("article")?.querySelector(".when a").href ?? `${location.origin}/${slug}/`;
  // The reader may change their mind.
  if (navigator.share) return navigator.share({ url }).catch(() => {});
  try {
    await navigator.clipboard.writeText(url);
    button.textContent = word("copied");
    acknowledge(word("copied"));
  } catch {
    location = url;
  }
}
