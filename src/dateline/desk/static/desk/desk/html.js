// Turns HTML of this server into elements.

const policy = globalThis.trustedTypes?.createPolicy("dateline", { createHTML: (text) => text });
const NAMING = ["for", "list", "aria-labelledby", "aria-describedby", "aria-controls"];

// The document of a response. Its scripts do not run.
export function parsed(text) {
  const trusted = policy ? policy.createHTML(text) : text;
  return new DOMParser().parseFromString(trusted, "text/html");
}

// A copy of an element of another document, for a place where its ids may be taken already.
export function adopted(element, prefix) {
  const copy = document.importNode(element, true);
  for (const each of [copy, ...copy.querySelectorAll("*")]) {
    if (each.id) each.id = prefix + each.id;
    for (const name of NAMING) {
      const ids = each.getAttribute(name);
      if (ids) each.setAttribute(name, ids.split(" ").map((id) => prefix + id).join(" "));
    }
    const link = each.getAttribute("href");
    if (link?.startsWith("#")) each.setAttribute("href", `#${prefix}${link.slice(1)}`);
  }
  return copy;
}
