// What the other modules share: the elements of the page, its words, and what this browser stores.

export const main = document.querySelector("main[data-cursor]");
export const posts = document.getElementById("posts");
export const slug = main.dataset.coverage;
export const language = document.documentElement.lang;
export const isEmbed = main.classList.contains("embedded");
export const byId = (id) => document.getElementById(id);
const words = JSON.parse(byId("words").textContent);
const plural = new Intl.PluralRules(language);
const trusted = window.trustedTypes?.createPolicy("dateline", { createHTML: (html) => html });

export const clockOf = (time) => new Date(time).toTimeString().slice(0, 5);
export const word = (name) => words[name];
export const counted = (name, n) => words[name][plural.select(n)].replace("{n}", n);

export const seqOf = (cursor) => Number(cursor.split("-")[1]);
export const block = (name) => main.querySelector(`[data-block="${CSS.escape(name)}"]`);
export const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
export const articles = () => [...posts.querySelectorAll("article")];
export const isClosed = () => block("headline").dataset.state === "closed";

export function parse(html) {
  return make("template", { innerHTML: trusted ? trusted.createHTML(html) : html }).content;
}

// Fetches from the coverage's address. The page of a withdrawn post answers 410 with its reason.
export async function ask(path) {
  const answer = await fetch(`/${slug}/${path}`);
  if (!answer.ok && answer.status !== 410) throw new Error(answer.status);
  return answer;
}

// Undefined if nothing is stored or the browser refuses to store.
export function recall(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(key)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(storage, key, value) {
  try {
    window[storage].setItem(key, JSON.stringify(value));
  } catch {
    // The browser refuses to store: the next page begins without it.
  }
}
