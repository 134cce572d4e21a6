// Finds posts and drafts as one types, in a dialog over the screen.

import { adopted, parsed } from "./html.js";

const WAIT = 150;
const finder = document.getElementById("finder");
let waiting;
let asking;

export async function openFind() {
  finder.showModal();
  if (!finder.querySelector("form.find")) {
    const address = finder.dataset.address;
    const answer = await fetch(address);
    const page = parsed(await answer.text());
    const found = page.getElementById("find");
    if (answer.ok && found) finder.querySelector(".finder").replaceChildren(adopted(found, ""));
  }
  finder.querySelector('[name="q"]')?.focus();
}

async function findNow(form) {
  asking?.abort();
  asking = new AbortController();
  const address = `${finder.dataset.address}?${new URLSearchParams(new FormData(form))}`;
  const results = finder.querySelector("#found");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: asking.signal });
    const fresh = parsed(await answer.text()).getElementById("found");
    if (fresh) results.replaceWith(adopted(fresh, ""));
  } catch (error) {
    if (error.name !== "AbortError") results.textContent = "There is no connection.";
  }
}

// A post that is on the screen is gone to. The address of any other leads to its page.
function chosen(event) {
  const link = event.target.closest?.("a[data-number]");
  const row = link && document.getElementById(`row-${link.dataset.number}`);
  if (!row || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  finder.close();
  row.focus();
  row.scrollIntoView({ block: "center" });
}

if (finder) {
  finder.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(findNow, WAIT, target.form);
  });
  finder.addEventListener("submit", (event) => {
    if (event.target.method === "dialog") return;
    event.preventDefault();
    findNow(event.target);
  });
  finder.addEventListener("click", chosen);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('.tools [data-act="find"], .tabs [data-act="find"]');
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    openFind();
  });
}
