// Hears what changed, and says beside the reader whether it does. The tabs and embeds of one browser
// share one stream for a coverage, since HTTP/1.1 allows six connections to a host: the one with the
// lock leads, and passes on what it hears.

import { ask, byId, clockOf, isClosed, main, seqOf, slug, word } from "./page.js";

// The server sends a heartbeat every 15 seconds.
const SILENCE = 20_000;
// If the stream has not begun by then, a proxy is buffering it.
const HELD_BACK = 8000;
const POLL = 5000;
const RETRY = 60_000;
// Another number for each change of the messages: tabs may be of two versions of Dateline.
const NAME = `dateline:1:${slug}`;
const liveness = byId("liveness");

let cursor = main.dataset.cursor;
let take;
let reset;
let source;
let channel;
let pending;
let unlock;
let leading = false;
let streaming = false;
let polling;
let timers = [];
let quiet;
let heard = Date.now();

// The cursor up to which this page has everything.
export const position = () => cursor;

// Calls `take` with blocks that changed, and `reset` with the head if too many did.
export function follow(callbacks) {
  ({ take, reset } = callbacks);
  begin();
  addEventListener("online", () => (leading ? connect() : tell({ asks: true })));
  addEventListener("offline", lose);
  // A page in the back-forward cache must hold no lock and no connection.
  addEventListener("pagehide", end);
  document.addEventListener("freeze", end);
  addEventListener("pageshow", ({ persisted }) => persisted && begin());
  document.addEventListener("resume", begin);
}

export const lastHeard = () => heard;

// Continues at a cursor that the page has reached by other means.
export function continueAt(reached) {
  cursor = reached;
  if (leading) restart();
  else hear();
}

function begin() {
  if (channel) return;
  channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }) => hearFromLeader(data);
  watch();
  queue();
}

function end() {
  stop();
  clearTimeout(quiet);
  pending?.abort();
  channel?.close();
  channel = undefined;
}

// Leads as soon as nobody else does, or at once with `steal`, when the leader is silent.
function queue(steal = false) {
  tell({ asks: true });
  // Web Locks are only there over HTTPS and on localhost. Without them each page has its own stream.
  if (!navigator.locks) return lead();
  pending?.abort();
  pending = new AbortController();
  const options = steal ? { steal } : { signal: pending.signal };
  navigator.locks.request(NAME, options, lead).catch((error) => {
    if (error.name === "SecurityError") return lead();
    if (!leading) return;
    stop();
    queue();
  });
}

function lead() {
  leading = true;
  timers = [setInterval(retry, RETRY)];
  restart();
  return new Promise((resolve) => (unlock = resolve));
}

function stop() {
  leading = streaming = false;
  source?.close();
  timers.forEach(clearTimeout);
  stopPolling();
  unlock?.();
  unlock = undefined;
}

function connect() {
  source?.close();
  source = new EventSource(`/live/${slug}?after=${cursor}`);
  source.addEventListener("hello", () => {
    streaming = true;
    stopPolling();
    hear();
  });
  source.addEventListener("heartbeat", () => hear());
  source.addEventListener("blocks", (event) => {
    advance(JSON.parse(event.data).blocks, event.lastEventId);
  });
  source.addEventListener("reset", (event) => {
    source.close();
    streaming = false;
    reset(event.lastEventId);
  });
  source.onerror = () => {
    // After any status but 200 the browser does not reconnect. 204 means that the coverage is
    // closed; after any other status this script reconnects.
    const isOver = source.readyState === EventSource.CLOSED;
    if (isOver && isClosed()) return hear();
    if (!polling) lose();
    if (isOver) timers.push(setTimeout(connect, 2000 + Math.random() * 3000));
  };
}

// Polls while the stream does not work. The stream is tried again every minute.
function retry() {
  if (!streaming && !isClosed()) restart();
}

function restart() {
  connect();
  timers.push(setTimeout(startPolling, HELD_BACK));
}

function startPolling() {
  if (streaming || polling || isClosed()) return;
  polling = setInterval(poll, POLL + Math.random() * 1000);
  poll();
}

function stopPolling() {
  clearInterval(polling);
  polling = undefined;
}

async function poll() {
  try {
    const found = await (await ask(`changes/?after=${cursor}`)).json();
    if (streaming) return;
    if (!found.reset) return advance(found.blocks, found.cursor);
    stopPolling();
    reset(found.cursor);
  } catch {
    if (!streaming) lose();
  }
}

function advance(blocks, reached) {
  const after = cursor;
  if (seqOf(reached) > seqOf(cursor)) cursor = reached;
  take(blocks);
  hear({ after, blocks });
}

function hearFromLeader({ asks, lost, after, reached, blocks }) {
  if (asks) return leading && tell(streaming || polling ? {} : { lost: true });
  if (leading) return;
  watch();
  if (lost) return say("lost");
  const [epoch, seq] = cursor.split("-");
  if (!after.startsWith(`${epoch}-`) || seqOf(after) > Number(seq)) return poll();
  if (seqOf(reached) > Number(seq)) advance(blocks, reached);
  else hear();
}

// To the other tabs: by default, that this one is up to date.
function tell(message) {
  channel.postMessage({ after: cursor, reached: cursor, blocks: [], ...message });
}

function hear(news) {
  heard = Date.now();
  watch();
  say(isClosed() ? "closed" : "live");
  if (leading) tell(news);
}

function lose() {
  streaming = false;
  say("lost");
  if (leading) tell({ lost: true });
}

function watch() {
  clearTimeout(quiet);
  quiet = setTimeout(fallSilent, SILENCE);
}

function fallSilent() {
  watch();
  if (isClosed()) return;
  lose();
  if (leading) connect();
  else if (!document.hidden) queue(true);
}

function say(state) {
  const text = word(state).replace("{time}", clockOf(heard));
  if (liveness.textContent !== text) liveness.textContent = text;
  liveness.dataset.state = state;
}
