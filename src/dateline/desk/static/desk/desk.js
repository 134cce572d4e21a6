// Makes the desk quicker; every form works without it. Ctrl or Cmd and Enter sends the form that
// is being written, and a page that is left with unsent words asks first.

let unsent = false;

for (const form of document.querySelectorAll("form[data-keys]")) {
  form.addEventListener("input", () => (unsent = true));
  form.addEventListener("submit", () => (unsent = false));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.act"));
  });
}

addEventListener("beforeunload", (event) => {
  if (unsent) event.preventDefault();
});
