// Sends forms without leaving the page. The server answers as it does without a script.

import { parsed } from "./html.js";

let earlier = Promise.resolve();

// One form after the other: what the server says about the first must not be told of the second.
export function sendForm(form, button) {
  earlier = earlier.then(() => sendNow(form, button));
  return earlier;
}

// The outcome: `done` if the server did it and led on to another page. Without a connection there
// is no page, and nothing was sent.
async function sendNow(form, button) {
  const named = button?.getAttribute("formaction") ?? form.getAttribute("action");
  const address = named || location.href;
  const focused = form.contains(document.activeElement) ? document.activeElement : undefined;
  const body = new FormData(form, button);
  // What was typed now would be in the form, but not in what is sent, and go with the form.
  form.setAttribute("aria-busy", "true");
  form.inert = true;
  try {
    const answer = await fetch(address, { method: "POST", body });
    const page = parsed(await answer.text());
    return { done: answer.redirected && answer.ok, page, status: answer.status, url: answer.url };
  } catch {
    return { done: false };
  } finally {
    form.removeAttribute("aria-busy");
    form.inert = false;
    focused?.focus({ preventScroll: true });
  }
}

export const messagesOf = (page) =>
  [...page.querySelectorAll("#messages .message")].map((each) => each.textContent).join(" ");

// What is wrong, in one sentence, for a form that has no place for a summary of its own.
export const reasonOf = (page) =>
  (page.querySelector(".problems li") ?? page.querySelector("main h1"))?.textContent ?? "";
