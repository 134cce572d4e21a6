// The list of proposals that wait: the same keys decide on them as in the composer, one by one.

import { Chip } from "./chip.js";
import { messagesOf, reasonOf, sendForm } from "./sending.js";
import { tell } from "./told.js";

export async function decideWaiting() {
  const list = document.querySelector(".waiting-list[data-claims]");
  if (!list) return;
  const answer = await fetch(list.dataset.claims).catch(() => undefined);
  if (!answer?.ok) return;
  const known = await answer.json();
  for (const row of list.children) showChip(list, row, known);
  list.dataset.ready = "";
}

function showChip(list, row, known) {
  const form = row.querySelector("form");
  const field = form.elements.proposed;
  const proposed = { ...JSON.parse(field.value), accepted: false };
  const on = {
    // Keys only change it here. To record it is one act of its own: Enter, or the button.
    change: (chip) => (field.value = JSON.stringify(chip.proposed)),
    next: () => false,
    leave: (chip) => chip.button.blur(),
    done: (chip) => chip.accepted && sendDecision(list, row, "record", chip),
  };
  const chip = new Chip(proposed, known, on);
  form.before(chip.element);
  row.querySelector(".as-proposed").hidden = true;
}

async function sendDecision(list, row, act, chip) {
  const form = row.querySelector("form");
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const outcome = await sendForm(form, form.querySelector(`button[value="${act}"]`));
  if (!outcome.done) {
    chip?.decide({ accepted: false });
    return tell(outcome.page ? reasonOf(outcome.page) : "There is no connection. Nothing was changed.", true);
  }
  tell(messagesOf(outcome.page));
  row.remove();
  (next?.querySelector(".chip button") ?? document.querySelector("main h1"))?.focus();
}
