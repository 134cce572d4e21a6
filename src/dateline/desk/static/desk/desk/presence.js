// Tells the desk that this tab is open and what is written in it, and says who else has that open.
// The event `dateline:elsewhere` has the text and the others. `held` is whether it is another's now.

const BEAT_EVERY = 10_000;
const presentAt = document.querySelector(".screen[data-slug], form.compose[data-slug]");
// In no storage: a tab that is duplicated would have the name of the first.
const tabName = [...crypto.getRandomValues(new Uint8Array(16))]
  .map((each) => each.toString(16).padStart(2, "0"))
  .join("");
let lastBeat = 0;
let lastAbout = "";
let beating;
let heldBefore = false;

export function showPresence() {
  if (!presentAt) return;
  beat();
  setInterval(beat, BEAT_EVERY);
  // The timers of a hidden tab run once a minute. Events of the stream come as ever.
  document.addEventListener("dateline:heard", () => Date.now() - lastBeat > BEAT_EVERY - 1000 && beat());
  document.addEventListener("dateline:changed", ({ detail }) => {
    if (lastAbout && detail.panels.includes("people")) beat();
  });
  for (const name of ["dateline:form", "dateline:sent", "focusin", "input"]) {
    document.addEventListener(name, () => writtenIn() !== lastAbout && beat());
  }
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => persisted && beat());
}

// What is written in: the change of a post that is open, or else the draft in the composer.
export function writtenIn() {
  const change = document.querySelector("form.compose[data-about]");
  if (change) return change.dataset.about;
  const uid = document.querySelector('#new-post [name="draft"]')?.value;
  return uid ? `draft:${uid}` : "";
}

function fieldsOf(more) {
  const token = document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? "";
  return new URLSearchParams({ csrfmiddlewaretoken: token, ...more });
}

async function beat() {
  const about = writtenIn();
  lastBeat = Date.now();
  if (about !== lastAbout) heldBefore = false;
  lastAbout = about;
  beating?.abort();
  beating = new AbortController();
  const body = fieldsOf({ tab: tabName, about });
  try {
    const answer = await fetch(`/desk/${presentAt.dataset.slug}/presence/`, {
      method: "POST",
      body,
      signal: beating.signal,
    });
    if (answer.ok) showOthers(about, (await answer.json()).others);
  } catch {
    // There is no connection, or another sign of life has begun. The stream says so.
  }
}

function leave() {
  const body = fieldsOf({ tab: tabName, about: lastAbout, gone: "1" });
  navigator.sendBeacon(`/desk/${presentAt.dataset.slug}/presence/`, body);
}

// The others stand at the beginning of the form that is about the same text.
function showOthers(about, others) {
  const form = about.startsWith("post:")
    ? document.querySelector(`form.compose[data-about="${about}"]`)
    : document.getElementById("new-post");
  const held = others.some((each) => each.holds);
  for (const each of document.querySelectorAll(".elsewhere")) {
    if (each.parentElement !== form || others.length === 0) each.remove();
  }
  if (form && others.length > 0) putBanner(form, about, others, held);
  if (held !== heldBefore || others.length > 0) {
    const detail = { about, others, held };
    document.dispatchEvent(new CustomEvent("dateline:elsewhere", { detail }));
  }
  heldBefore = held;
}

function putBanner(form, about, others, held) {
  const text = sentenceOf(others, held);
  let banner = form.querySelector(":scope > .elsewhere");
  if (banner?.dataset.text === text) return;
  banner?.remove();
  banner = document.createElement("div");
  banner.className = "elsewhere";
  banner.dataset.text = text;
  banner.setAttribute("role", "status");
  const said = document.createElement("span");
  said.textContent = text;
  banner.append(said);
  if (held) banner.append(takeOverButton(about));
  form.prepend(banner);
}

function sentenceOf(others, held) {
  const [first] = others;
  if (!held) return `${others.map((each) => each.person).join(", ")} also has this open.`;
  const since = `${first.person} has this open since ${first.since}.`;
  return `${since} Your text stays here. Nothing of it is lost.`;
}

function takeOverButton(about) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Take over";
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const address = `/desk/${presentAt.dataset.slug}/presence/take-over/`;
      await fetch(address, { method: "POST", body: fieldsOf({ about }) });
    } finally {
      button.disabled = false;
      beat();
    }
  });
  return button;
}
