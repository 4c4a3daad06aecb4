// Keeps what a tablet shows, so that it opens without the server. Answers are not its business.

const PREFIX = "hailong-";
const LIST = "/may/kho.json";
const HOME = "/may/quay";
const ENROLMENT = "/may";
const PATIENCE = 5_000;

let filling;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  if (event.data === "fill") event.waitUntil(fill());
  if (event.data === "forget") event.waitUntil(forget().finally(() => event.source.postMessage("forgotten")));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  if (request.mode !== "navigate") event.respondWith(kept(url, request));
  else if (url.pathname === ENROLMENT) event.respondWith(enrolment(request));
  else if (url.pathname.startsWith(`${ENROLMENT}/`)) event.respondWith(opened(event, url));
});

/** A page of the newest whole version. A page is opened at rest only: what came before can go. */
async function opened(event, url) {
  if (!filling) await tidy();
  event.waitUntil(fill());
  return kept(url, event.request);
}

async function kept(url, request) {
  const file = url.pathname + url.search;
  for (const name of await whole()) {
    const found = await (await caches.open(name)).match(file, { ignoreVary: true });
    if (found) return found;
  }
  return fetch(request);
}

/** Enrolment is the server's; without it an enrolled tablet asks on. */
async function enrolment(request) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  try {
    return await Promise.race([fetch(request), late]);
  } catch {
    return (await whole()).length > 0 ? Response.redirect(HOME) : fetch(request);
  }
}

/** Names of versions that are here in full, the newest first. */
async function whole() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX)).reverse();
  const homes = await Promise.all(names.map(async (name) => (await caches.open(name)).match(HOME)));
  return names.filter((_, at) => homes[at]);
}

async function tidy() {
  const [newest] = await whole();
  if (newest) await Promise.all((await caches.keys()).map((name) => name !== newest && caches.delete(name)));
}

async function forget() {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

function fill() {
  filling ??= refill()
    .catch(() => {})
    .finally(() => (filling = undefined));
  return filling;
}

async function refill() {
  const answer = await fetch(LIST, { cache: "no-store", redirect: "error" });
  if (!answer.ok) return;
  const { version, files } = await answer.json();
  const name = PREFIX + version;
  const [newest] = await whole();
  if (name === newest) return;
  // A version that comes back has to become the newest again.
  if ((await whole()).includes(name)) await caches.delete(name);
  const cache = await caches.open(name);
  // The first page is the last of them: where it is, all is.
  for (const file of files) {
    if (await cache.match(file, { ignoreVary: true })) continue;
    await cache.put(file, (await known(file)) ?? (await download(file)));
  }
  if (!newest) return;
  for (const client of await clients.matchAll()) client.postMessage("renewed");
}

/** What is named by its content is the same in every version. */
async function known(file) {
  return /^\/(assets|may\/tieng)\//.test(file) ? caches.match(file, { ignoreVary: true }) : undefined;
}

async function download(file) {
  const answer = await fetch(file, { cache: "no-cache", redirect: "error" });
  if (!answer.ok) throw new Error(file);
  return answer;
}
