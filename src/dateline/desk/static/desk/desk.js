// Optional help at the desk: all forms work without this script. On the one screen every act is done
// in its place; elsewhere a chord sends a form, and long texts are counted.

import { allSaved, compose, watchPage } from "./desk/composer.js";
import { DOES } from "./desk/keyboard.js";
import { limitsOf } from "./desk/limits.js";
import { showPresence } from "./desk/presence.js";
import { proposeClaims } from "./desk/proposing.js";
import { newPost } from "./desk/publishing.js";
import { offerEarlierPosts } from "./desk/relations.js";
import { followDesk } from "./desk/stream.js";
import { decideWaiting } from "./desk/waiting.js";

let unsent = false;

// Elsewhere than on the one screen, where the list of keys is.
if (!document.getElementById("acts")) {
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-keys]");
    if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    DOES.publish(event.target);
  });
  document.addEventListener("submit", (event) => {
    // Enter in a field presses this button, which only shows the form again. Nothing is needed.
    if (event.submitter?.matches("button.default")) event.preventDefault();
    else unsent = false;
  });
}

document.addEventListener("input", ({ target }) => {
  if (target.closest?.("form[data-keys]")) unsent = true;
});
document.addEventListener("dateline:sent", () => (unsent = false));
addEventListener("beforeunload", (event) => {
  if (unsent && !allSaved()) event.preventDefault();
});

limitsOf(document);
offerEarlierPosts(document);
watchPage();
// The form for a new post opens with the focus, unless the address leads elsewhere on the screen.
if (!location.hash && !document.querySelector(".problems")) newPost()?.setAttribute("data-focus", "");
for (const form of document.querySelectorAll("form.compose")) {
  compose(form);
  proposeClaims(form);
}
document.addEventListener("dateline:form", ({ detail }) => {
  limitsOf(detail.form);
  offerEarlierPosts(detail.form);
  compose(detail.form);
  proposeClaims(detail.form);
});
decideWaiting();
followDesk();
showPresence();
