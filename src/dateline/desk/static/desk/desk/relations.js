// Offers earlier posts, by their words or their number, in the fields for the relations of a post. The
// fields take numbers without this module, too.

// The numbers that are entered already, and the words after them.
const ENTERED = /^((?:\s*#?\d+[\s,]+)*)(.*)$/;
const LOOK_AFTER = 120;

// Makes the relation fields below an element comboboxes. An element can be given again.
export function offerEarlierPosts(root) {
  for (const details of root.querySelectorAll("[data-choices]")) {
    for (const field of details.querySelectorAll("input:not([role])")) new EarlierPosts(field, details.dataset.choices);
  }
}

// Opens the relation fields of a form and begins to look for words in the first of a name.
export function lookForEarlier(form, name, words) {
  const details = form.querySelector("[data-choices]");
  const field = details?.querySelector(`[name="${name}"]`);
  if (!field) return false;
  details.open = true;
  field.focus();
  field.value = [field.value.trim(), words].filter(Boolean).join(" ");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

class EarlierPosts {
  constructor(field, address) {
    this.field = field;
    this.address = address;
    this.list = document.createElement("ul");
    this.list.id = `${field.id}_choices`;
    this.list.className = "choices";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Earlier posts");
    field.after(this.list);
    field.autocomplete = "off";
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.close());
    // Not click: the field must keep the focus.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), LOOK_AFTER);
  }

  async look() {
    const words = ENTERED.exec(this.field.value)[2].trim();
    if (!words) return this.close();
    const url = new URL(this.address, location);
    url.searchParams.set("q", words);
    this.asked = words;
    let posts = [];
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (answer.ok) ({ posts } = await answer.json());
    } catch {
      // Offline: the number of the post can still be typed.
    }
    if (this.asked === words && document.activeElement === this.field) this.show(posts);
  }

  show(posts) {
    this.list.replaceChildren(...posts.map((post) => this.option(post)));
    this.list.hidden = !posts.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(this.list.firstElementChild);
  }

  option({ number, time, words, status }) {
    const made = document.createElement("li");
    made.id = `${this.list.id}_${number}`;
    made.dataset.number = number;
    made.setAttribute("role", "option");
    const where = document.createElement("span");
    where.className = "quiet";
    where.textContent = [`#${number}`, time, status === "published" ? "" : status].filter(Boolean).join(" · ");
    const said = document.createElement("span");
    said.dir = "auto";
    said.textContent = words;
    made.append(where, " ", said);
    return made;
  }

  mark(option) {
    this.list.querySelector("[aria-selected]")?.removeAttribute("aria-selected");
    this.marked = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (event.key === "ArrowDown" && this.list.hidden) return this.wait();
    if (this.list.hidden || event.isComposing) return;
    const { firstElementChild, lastElementChild } = this.list;
    if (event.key === "ArrowDown") this.mark(this.marked?.nextElementSibling ?? firstElementChild);
    else if (event.key === "ArrowUp") this.mark(this.marked?.previousElementSibling ?? lastElementChild);
    else if (event.key === "Enter" && this.marked) this.choose(this.marked);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(option) {
    const entered = ENTERED.exec(this.field.value)[1].trim();
    this.field.value = [entered, `#${option.dataset.number} `].filter(Boolean).join(" ");
    this.close();
    // So that the draft with it is saved.
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    clearTimeout(this.timer);
    this.asked = "";
    this.show([]);
  }
}
