// Keeps the results of a search up to date: replaces those that were changed, and leads to new ones.

const main = document.querySelector("main");
const address = new URL(location);
let seen = main.dataset.cursor;
address.searchParams.set("since", seen);

async function ask() {
  if (document.hidden) return;
  const { cursor } = await (await fetch(`../changes/?after=${seen}`)).json();
  if (cursor === seen) return;
  // Parsed without scripts, so no policy for trusted types is needed.
  const request = new XMLHttpRequest();
  request.open("GET", address);
  request.responseType = "document";
  request.onload = () => {
    if (request.status === 404) location.reload(); // too much has changed
    if (request.status !== 200) return;
    seen = cursor;
    take(request.response.querySelectorAll("[id]"));
  };
  request.send();
}

// Leaves the first post that is in view where it is.
function take(elements) {
  const posts = [...document.querySelectorAll("article")];
  const id = posts.find((post) => post.getBoundingClientRect().bottom > 0)?.id;
  const top = () => document.getElementById(id)?.getBoundingClientRect().top ?? 0;
  const before = top();
  elements.forEach(put);
  scrollBy(0, top() - before);
}

function put(now) {
  const shown = document.getElementById(now.id);
  if (!shown || shown.outerHTML === now.outerHTML) return;
  if (now.id === "newer") return shown.replaceChildren(...now.childNodes);
  shown.replaceWith(now);
}

const again = () => ask().catch(() => {}); // asked again soon
setInterval(again, 10_000);
document.addEventListener("visibilitychange", again);
