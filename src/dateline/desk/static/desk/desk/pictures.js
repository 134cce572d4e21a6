// Sends pictures that were chosen, pasted, dropped or taken, each with its progress, and puts each
// into a part of its own. The form then has only the name under which the server keeps it.

import { addPart, focusPart, isBlank, partsIn, removePart } from "./parts.js";

const PICTURE_LIMIT = 20 * 1024 * 1024;
const sending = new Map();

export const isSending = (form) => partsIn(form).some((part) => sending.has(part));

// New photographs behind a part. A text without words before them is not needed.
export function addPictures(form, files, behind) {
  let last = behind;
  const blank = behind && isBlank(behind) ? behind : undefined;
  const added = [...files].map((file) => {
    last = addPart(form, "photograph", last);
    sendPicture(last, file);
    return last;
  });
  if (blank) removePart(blank);
  focusPart(added[0]);
  return added;
}

// Sends a file for a part that is there.
export function sendPicture(part, file) {
  sending.get(part)?.abort();
  const shown = progressOf(part);
  const refusal = refusalOf(file);
  if (refusal) {
    shown.fail(refusal);
    return;
  }
  const request = new XMLHttpRequest();
  sending.set(part, request);
  const end = (problem) => {
    if (sending.get(part) !== request) return;
    sending.delete(part);
    if (problem) shown.fail(problem, () => sendPicture(part, file));
  };
  request.upload.addEventListener("progress", ({ loaded, total }) => shown.say(file.name, loaded / total));
  request.addEventListener("load", () => {
    const answer = answerOf(request);
    end(answer.error);
    if (answer.picture) show(part, answer, shown);
  });
  request.addEventListener("error", () => end("There is no connection. The picture was not sent."));
  request.addEventListener("timeout", () => end("The picture took too long to send."));
  shown.say(file.name, 0);
  shown.cancel(() => {
    sending.delete(part);
    request.abort();
    shown.fail("Not sent.", () => sendPicture(part, file));
  });
  const body = new FormData();
  body.append("csrfmiddlewaretoken", part.closest("form").elements.csrfmiddlewaretoken.value);
  body.append("file", file);
  request.open("POST", part.closest("[data-pictures]").dataset.pictures);
  request.setRequestHeader("Accept", "application/json");
  request.timeout = 300000;
  request.send(body);
}

function refusalOf({ type, size }) {
  if (type && !type.startsWith("image/")) return "This is no picture.";
  return size > PICTURE_LIMIT ? "The picture is larger than 20 MB." : "";
}

function answerOf({ status, responseText }) {
  if (status === 401) return { error: "You are signed out. Sign in and try again." };
  try {
    return JSON.parse(responseText);
  } catch {
    return { error: "The server did not take the picture." };
  }
}

function show(part, { picture, thumbnail, credit }, shown) {
  shown.done();
  part.querySelector('input[name$="-picture"]').value = picture;
  let image = part.querySelector("img.thumbnail");
  if (!image) {
    image = document.createElement("img");
    image.className = "thumbnail";
    image.alt = "The chosen picture";
    part.querySelector("legend").after(image);
  }
  image.src = thumbnail;
  // It is at the server now. Sent with the form it would be stored twice.
  const file = part.querySelector("input[type=file]");
  file.value = "";
  file.closest(".field").classList.add("has-picture");
  const field = part.querySelector('input[name$="-credit"]');
  if (!field.value) field.value = credit;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function progressOf(part) {
  part.querySelector(".upload")?.remove();
  const element = document.createElement("div");
  element.className = "upload";
  const bar = document.createElement("progress");
  const text = document.createElement("span");
  const button = document.createElement("button");
  text.setAttribute("role", "status");
  bar.max = 1;
  button.type = "button";
  button.hidden = true;
  element.append(bar, text, button);
  part.querySelector("legend").after(element);
  let act = () => {};
  button.addEventListener("click", () => act());
  return {
    say(name, share) {
      bar.value = share;
      bar.setAttribute("aria-label", `Sending ${name}`);
      text.textContent = share < 1 ? `Sending ${name}` : "The server prepares the picture …";
    },
    cancel(does) {
      act = does;
      button.textContent = "Cancel";
      button.hidden = false;
    },
    fail(why, again) {
      bar.remove();
      text.textContent = why;
      text.className = "error";
      act = again;
      button.textContent = "Try again";
      button.hidden = !again;
    },
    done: () => element.remove(),
  };
}
