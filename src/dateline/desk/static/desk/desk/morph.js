// Changes an element into another one, and leaves alone what is the same in both: the focus, the
// selection, and what somebody is typing stay where they are.

// What a person has opened or chosen is in no answer of the server.
const OWN = ["open", "data-current", "data-marked"];

export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.data = fresh.data;
    return;
  }
  if (old.hasAttribute("data-kept")) return;
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OWN.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  morphChildren(old, fresh);
}

function morphChildren(old, fresh) {
  const keyed = new Map();
  for (const child of old.children) if (keyOf(child)) keyed.set(keyOf(child), child);
  let next = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = keyOf(wanted);
    while (next && keyOf(next) && !stays(next, fresh)) next = removed(next);
    const match = key ? keyed.get(key) : isLike(next, wanted) ? next : undefined;
    // Whoever is moved loses the focus, so rather the space before it goes.
    while (match && next !== match && next?.nodeType === Node.TEXT_NODE) next = removed(next);
    if (!match) {
      old.insertBefore(wanted, next);
      continue;
    }
    if (match === next) next = next.nextSibling;
    else old.insertBefore(match, next);
    morph(match, wanted);
  }
  while (next) next = removed(next);
}

// A form of one act never becomes that of another: a press that was meant for "Share" would discard.
const keyOf = (node) =>
  node.dataset?.key || node.id || (node.nodeName === "FORM" && node.dataset.act) || "";

const isLike = (node, wanted) =>
  node && !keyOf(node) && node.nodeType === wanted.nodeType && node.nodeName === wanted.nodeName;

const stays = (node, fresh) => [...fresh.children].some((each) => keyOf(each) === keyOf(node));

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}
