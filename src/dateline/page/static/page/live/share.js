// Shares the address of a post, or copies it. The browser may have neither: then the address is opened.

import { acknowledge } from "./announce.js";
import { main, posts, word } from "./page.js";

export function offerSharing() {
  main.classList.add("can-share");
  posts.addEventListener("click", ({ target }) => {
    const button = target.closest(".share");
    if (button) share(button);
  });
}

async function share(button) {
  const { href: url } = button.closest("article").querySelector(".when a");
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
