// <script src="https://…/embed.js" data-coverage="slug" [data-post="31"] async></script>
// Inserts a coverage, or one of its posts, as a sandboxed frame after this script element. The frame
// takes the height of its content. With an origin, all frames of a browser share one stream.

(() => {
  const script = document.currentScript;
  const { coverage, post } = script.dataset;
  const home = new URL(script.src).origin;
  const path = post ? `${coverage}/post/${Number(post)}` : coverage;
  const frame = document.createElement("iframe");
  frame.src = `${home}/${path}/embed/`;
  frame.title = script.dataset.title ?? "Live coverage";
  frame.setAttribute(
    "sandbox",
    "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox",
  );
  frame.setAttribute("scrolling", "no");
  frame.style.cssText = "display:block;width:100%;height:600px;border:0";
  script.after(frame);
  addEventListener("message", (event) => {
    const { dateline, height } = event.data ?? {};
    if (event.source !== frame.contentWindow || dateline !== "height") return;
    if (height > 0 && height < 100000) frame.style.height = `${Math.ceil(height)}px`;
  });
})();
