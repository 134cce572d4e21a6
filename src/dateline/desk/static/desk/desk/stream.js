// Hears which panels of this desk have changed, and says whether it does. The event
// `dateline:changed` names the panels. The tabs of one browser share one stream for a desk, since
// HTTP/1.1 allows six connections to a host: the one with the lock leads, and passes on what it hears.

// The server sends a heartbeat every 10 seconds.
const SILENT_AFTER = 25_000;
const LONGEST_PAUSE = 30_000;
const EVERY_PANEL = [
  "approval", "delivered", "drafts", "head", "notes", "people", "posts", "questions", "rules", "scheduled",
];
const STATES = {
  connected: "Connected",
  reconnecting: "Reconnecting …",
  offline: "Offline",
  "signed-out": "Signed out",
};
const deskScreen = document.querySelector(".screen[data-after]");
// Another number for each change of the messages: tabs may be of two versions of Dateline.
const sharedName = `dateline:desk:1:${deskScreen?.dataset.slug}`;
const streamAddress = `/desk/live/${deskScreen?.dataset.slug}`;

let deskPosition = deskScreen?.dataset.after;
let deskStream;
let deskChannel;
let waitingForLock;
let releaseLock;
let leadsDesk = false;
let failedTries = 0;
let tryingAgain;
let silence;

export function followDesk() {
  if (!deskScreen) return;
  beginFollowing();
  addEventListener("online", () => leadsDesk && connectDesk());
  addEventListener("offline", () => sayDeskState("offline"));
  // A page in the back-forward cache must hold no lock and no connection.
  addEventListener("pagehide", endFollowing);
  document.addEventListener("freeze", endFollowing);
  addEventListener("pageshow", ({ persisted }) => persisted && beginFollowing());
  document.addEventListener("resume", beginFollowing);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && leadsDesk && !deskStream) connectDesk();
  });
}

function beginFollowing() {
  if (deskChannel) return;
  deskChannel = new BroadcastChannel(sharedName);
  deskChannel.onmessage = ({ data }) => hearLeader(data);
  queueForLock();
}

function endFollowing() {
  closeStream();
  clearTimeout(silence);
  leadsDesk = false;
  releaseLock?.();
  waitingForLock?.abort();
  deskChannel?.close();
  deskChannel = undefined;
}

// Leads as soon as no other tab does, or at once with `steal`, when the leader is silent.
function queueForLock(steal = false) {
  // Web Locks are only there over HTTPS and on localhost. Without them each tab has its own stream.
  if (!navigator.locks) {
    leadDesk();
    return;
  }
  waitingForLock?.abort();
  waitingForLock = new AbortController();
  const options = steal ? { steal } : { signal: waitingForLock.signal };
  navigator.locks.request(sharedName, options, leadDesk).catch(() => {
    // Another tab has stolen the lock, because this one was silent.
    if (!leadsDesk) return;
    leadsDesk = false;
    closeStream();
    queueForLock();
  });
  tellTabs({ asks: true });
  expectNews();
}

function leadDesk() {
  leadsDesk = true;
  connectDesk();
  return new Promise((resolve) => (releaseLock = resolve));
}

function closeStream() {
  deskStream?.close();
  deskStream = undefined;
  clearTimeout(tryingAgain);
}

function connectDesk() {
  closeStream();
  deskStream = new EventSource(`${streamAddress}?after=${deskPosition}`);
  deskStream.addEventListener("hello", () => {
    failedTries = 0;
    heardDesk();
  });
  deskStream.addEventListener("heartbeat", () => heardDesk());
  deskStream.addEventListener("changed", ({ data, lastEventId }) => {
    const after = deskPosition;
    deskPosition = lastEventId;
    const { panels } = JSON.parse(data);
    announceChanged(panels);
    heardDesk({ after, panels });
  });
  deskStream.addEventListener("refused", refuse);
  deskStream.onerror = () => {
    // After a lost connection the browser tries again by itself; after a refusal it does not.
    if (deskStream.readyState !== EventSource.CLOSED) lose();
    else tryAgain();
  };
  expectNews();
}

// Whoever is refused is told so; after any other failure the stream is tried again.
async function tryAgain() {
  closeStream();
  lose();
  try {
    const { status } = await fetch(streamAddress, { method: "HEAD" });
    if (status === 401 || status === 403) {
      refuse();
      return;
    }
  } catch {
    // There is no connection.
  }
  pauseAndConnect();
}

function pauseAndConnect() {
  if (!leadsDesk) return;
  failedTries += 1;
  const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** failedTries);
  clearTimeout(tryingAgain);
  tryingAgain = setTimeout(connectDesk, pause * (0.5 + Math.random()));
}

function refuse() {
  closeStream();
  sayDeskState("signed-out");
  tellTabs({ state: "signed-out" });
  // Somebody may sign in again in another tab.
  clearTimeout(silence);
  failedTries = Math.max(failedTries, 3);
  pauseAndConnect();
}

function lose() {
  const state = navigator.onLine ? "reconnecting" : "offline";
  sayDeskState(state);
  tellTabs({ state });
}

function heardDesk(news) {
  expectNews();
  sayDeskState("connected");
  announceHeard();
  tellTabs({ state: "connected", ...news });
}

function hearLeader({ asks, state, position, after = position, panels = [] }) {
  if (asks) {
    if (leadsDesk) tellTabs({ state: deskScreen.dataset.state });
    return;
  }
  if (leadsDesk) return;
  expectNews();
  sayDeskState(state);
  if (state !== "connected") return;
  // A tab that was opened at another time has missed something else than the leader.
  const missed = after !== deskPosition && position !== deskPosition;
  deskPosition = position;
  announceChanged(missed ? EVERY_PANEL : panels);
  announceHeard();
}

function tellTabs(message) {
  if (leadsDesk || message.asks) deskChannel?.postMessage({ position: deskPosition, ...message });
}

function announceChanged(panels) {
  if (panels.length === 0) return;
  document.dispatchEvent(new CustomEvent("dateline:changed", { detail: { panels } }));
}

// A panel that could not be read when it changed is read again.
function announceHeard() {
  const stale = document.querySelectorAll("[data-panel][data-stale]");
  announceChanged([...stale].map((each) => each.dataset.panel));
  document.dispatchEvent(new CustomEvent("dateline:heard"));
}

function expectNews() {
  clearTimeout(silence);
  silence = setTimeout(() => {
    lose();
    if (leadsDesk) connectDesk();
    else if (!document.hidden) queueForLock(true);
    else expectNews();
  }, SILENT_AFTER);
}

function sayDeskState(heard) {
  // A stream may outlive the connection for a while.
  const state = heard === "connected" && !navigator.onLine ? "offline" : heard;
  deskScreen.dataset.state = state;
  const shown = document.getElementById("desk-state");
  if (!shown || shown.dataset.state === state) return;
  shown.dataset.state = state;
  shown.textContent = STATES[state];
}
