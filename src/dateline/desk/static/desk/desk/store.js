// Keeps texts in this browser until the server has them, in IndexedDB. A text has a uid, which is
// also that of its draft, and a scope: the person and the address of the form.

let opening;
// What ends the lock of a text, by its uid.
const releases = new Map();

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("dateline-desk", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("texts", { keyPath: "uid" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function inTexts(mode, act) {
  const opened = await database();
  return new Promise((resolve, reject) => {
    // Strict, so that a text that was kept is on the disk: a browser may be killed at any time.
    const transaction = opened.transaction("texts", mode, { durability: "strict" });
    const request = act(transaction.objectStore("texts"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

export const keepText = (text) => inTexts("readwrite", (texts) => texts.put(text));

export const keptText = (uid) => inTexts("readonly", (texts) => texts.get(uid));

export const forgetText = (uid) => inTexts("readwrite", (texts) => texts.delete(uid));

export async function keptTexts(scope) {
  const all = await inTexts("readonly", (texts) => texts.getAll());
  return all.filter((each) => each.scope === scope).sort((one, other) => other.keptAt - one.keptAt);
}

// Takes a text for this tab, until the tab is closed or killed. Returns false if another tab has it.
export function takeText(uid) {
  if (!navigator.locks || releases.has(uid)) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks.request(`dateline-text-${uid}`, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock ? new Promise((release) => releases.set(uid, release)) : undefined;
    });
  });
}

export function releaseText(uid) {
  releases.get(uid)?.();
  releases.delete(uid);
}
