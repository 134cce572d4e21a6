// In a frame on another site: posts the height of this page to its parent whenever it changes. It
// sends no other messages and receives none.

const secret = new URLSearchParams(location.hash.replace(/^#\??/, "")).get("secret");
let posted = 0;

function postHeight() {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  if (height === posted) return;
  posted = height;
  parent.postMessage({ dateline: "height", height }, "*");
  // The message that WordPress expects.
  if (secret) parent.postMessage({ message: "height", value: height, secret }, "*");
}

new ResizeObserver(postHeight).observe(document.documentElement);
postHeight();
