// A chip shows who says what, as it was proposed, and is accepted, changed or left with single keys.
// `proposed` are the fields of ProposedPosition in commands/proposed.py.

export const STANCE_KEYS = {
  a: ["asserts", "says so"],
  c: ["confirms", "confirms it"],
  x: ["admits", "admits it"],
  r: ["reports", "reports it"],
  n: ["declines", "neither confirms nor denies it"],
  p: ["disputes", "disputes it"],
  d: ["denies", "denies it"],
  w: ["retracts", "takes it back"],
};
const REASONS = [
  ["safety", "for their safety"],
  ["not_authorised", "may not speak in public"],
  ["job", "could lose their work"],
  ["legal", "for a legal reason"],
  ["commercial", "for a commercial reason"],
  ["unknown_to_us", "we do not know them"],
];
const wordsOf = (stance) => Object.values(STANCE_KEYS).find(([name]) => name === stance)[1];

// `known` has the sources and claims of the coverage. `on.change` is called when something was
// decided, `on.leave` when the chip was left, and `on.done` when its writer goes on writing.
export class Chip {
  constructor(proposed, known, on) {
    Object.assign(this, { proposed, known, on });
    this.suggested = proposed.claim_text;
    this.element = document.createElement("div");
    this.element.className = "chip";
    this.button = document.createElement("button");
    this.button.type = "button";
    this.help = document.createElement("div");
    this.help.className = "chip-help";
    this.help.id = `chip-${crypto.randomUUID()}`;
    this.button.setAttribute("aria-describedby", this.help.id);
    this.element.append(this.button, this.help);
    this.button.addEventListener("click", () => this.pressed());
    this.button.addEventListener("keydown", (event) => this.keyPressed(event));
    this.show();
  }

  get accepted() {
    return this.proposed.accepted;
  }

  // What must be decided before it can be accepted.
  get asksReason() {
    const { naming, reason, relay, source } = this.proposed;
    return naming !== "named" && !source && !relay && !reason;
  }

  get isComplete() {
    return !this.proposed.asks && !this.asksReason && Boolean(this.proposed.claim || this.proposed.claim_text);
  }

  get label() {
    const { source, label } = this.proposed;
    return this.known.sources.find((each) => each.id === source)?.label ?? label;
  }

  get claimText() {
    const { claim, claim_text: text } = this.proposed;
    return this.known.claims.find((each) => each.id === claim)?.text ?? text;
  }

  // The claims that the digits choose: the sentence itself, and those that moved last.
  get choices() {
    const others = this.known.claims.filter((each) => each.id !== this.proposed.claim);
    const own = this.proposed.claim ? [{ id: this.proposed.claim, text: this.claimText }] : [];
    const written = this.suggested ? [{ id: "", text: this.suggested }] : [];
    return [...own, ...written, ...others].slice(0, 9);
  }

  accept() {
    if (!this.isComplete) return false;
    this.decide({ accepted: true });
    return true;
  }

  decide(changes) {
    Object.assign(this.proposed, changes);
    this.show();
    this.on.change(this);
  }

  pressed() {
    if (this.accepted) this.decide({ accepted: false });
    else this.accept();
  }

  keyPressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { key } = event;
    const digit = /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
    if (key === "Tab" && !event.shiftKey) {
      if (!this.on.next(this)) return;
    } else if (key === "Escape") this.on.leave(this);
    else if (key === "Enter") {
      this.accept();
      this.on.done(this);
    } else if (digit >= 0) this.choose(digit);
    else if (key === "s") this.edit("label");
    else if (key === "e") this.edit("claim_text");
    else if (STANCE_KEYS[key]) {
      this.decide({ asks: false, stance: STANCE_KEYS[key][0] });
      this.accept();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // A digit gives the reason why a source is not named, as long as that is asked, and then a claim.
  choose(digit) {
    if (this.asksReason) {
      if (REASONS[digit]) this.decide({ reason: REASONS[digit][0] });
    } else {
      const chosen = this.choices[digit];
      if (!chosen) return;
      this.decide({ claim: chosen.id, claim_text: chosen.id ? this.suggested : chosen.text });
    }
    this.accept();
  }

  edit(name) {
    const field = document.createElement("input");
    field.value = name === "label" ? this.label : this.claimText;
    field.setAttribute("aria-label", name === "label" ? "Who says so" : "The claim");
    field.dir = "auto";
    if (name === "label") field.setAttribute("list", "known-sources");
    let ended = false;
    const end = (keep) => {
      // To take the field away makes it lose the focus, which ends it again.
      if (ended) return;
      ended = true;
      if (keep && field.value.trim()) this.typed(name, field.value.trim());
      field.replaceWith(this.button);
      this.button.focus();
    };
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      end(event.key === "Enter");
    });
    field.addEventListener("blur", () => end(true));
    // What is typed here is no text of the post.
    field.addEventListener("input", (event) => event.stopPropagation());
    this.button.replaceWith(field);
    field.focus();
    field.select();
  }

  typed(name, text) {
    if (name === "claim_text") {
      this.suggested = text;
      this.decide({ claim: "", claim_text: text });
    } else {
      const same = this.known.sources.find((each) => each.label.toLowerCase() === text.toLowerCase());
      this.decide({ source: same?.id ?? "", label: text });
    }
    this.accept();
  }

  show() {
    const { stance, modality, naming, relay, source, low, high } = this.proposed;
    const unnamed = naming === "named" || source ? "" : " (not named)";
    const through = relay ? ` through ${relay}` : "";
    const number = low ? ` (${low === high || !high ? low : `${low}–${high}`})` : "";
    const how = modality === "flat" ? "" : ` (${modality})`;
    const mark = this.accepted ? "✓" : this.isComplete ? "" : "?";
    this.button.setAttribute("aria-pressed", String(this.accepted));
    this.element.toggleAttribute("data-asks", !this.isComplete);
    const parts = [mark, `${this.label}${unnamed}${through}`, `${wordsOf(stance)}${how}:`, `${this.claimText || "which claim?"}${number}`];
    this.button.replaceChildren(...parts.filter(Boolean).map((text, at) => {
      const span = document.createElement("bdi");
      span.className = at === parts.filter(Boolean).length - 1 ? "chip-claim" : "";
      span.textContent = `${text} `;
      return span;
    }));
    this.help.replaceChildren(...this.helpLines());
  }

  // The same for those who have no keyboard: each choice can be pressed.
  helpLines() {
    const question = this.asksReason ? "Why is the source not named?" : this.proposed.asks ? "What does it say? Choose with its key." : "";
    const list = this.asksReason ? REASONS.map(([, words]) => words) : this.choices.map(({ text }) => text);
    const stances = Object.entries(STANCE_KEYS).map(([key, [, words]]) => [key, words]);
    const others = [["s", "another source"], ["e", "another sentence"], ["Escape", "leave it"]];
    const asked = document.createElement("div");
    asked.textContent = question;
    const choices = document.createElement("div");
    choices.append(...list.map((words, at) => this.choiceOf(String(at + 1), words)));
    const acts = document.createElement("div");
    acts.append(...[...stances, ...others].map(([key, words]) => this.choiceOf(key, words)));
    return [asked, choices, acts];
  }

  choiceOf(key, words) {
    const choice = document.createElement("button");
    choice.type = "button";
    choice.tabIndex = -1;
    const name = document.createElement("kbd");
    name.textContent = key === "Escape" ? "Esc" : key;
    choice.append(name, ` ${words}`);
    // The chip keeps the focus, so its choices stay on the screen.
    choice.addEventListener("pointerdown", (event) => event.preventDefault());
    choice.addEventListener("click", () => this.button.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })));
    return choice;
  }
}
