// Says how much of a text fits, from four fifths of its limit on. The server counts characters as
// the spread does, not the units of UTF-16 that `length` counts.

export function limitsOf(element) {
  for (const field of element.querySelectorAll("[data-limit]:not([data-counted])")) count(field);
}

function count(field) {
  const limit = Number(field.dataset.limit);
  const shown = document.createElement("p");
  shown.className = "help";
  shown.setAttribute("role", "status");
  field.after(shown);
  field.dataset.counted = "";
  const say = () => {
    const length = field.value.length < 0.8 * limit ? 0 : [...field.value].length;
    const numbers = `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} characters`;
    const over = length > limit;
    shown.className = over ? "error" : "help";
    shown.textContent = length < 0.8 * limit ? "" : over ? `Too long: ${numbers}` : numbers;
  };
  field.addEventListener("input", say);
  say();
}
