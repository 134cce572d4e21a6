// Optional help at the desk: all forms work without this script. Ctrl+Enter or Cmd+Enter sends a
// form, and leaving a page with unsent text has to be confirmed.

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
