// The tablet at its server: what it keeps offline, and what it says of itself.

import { openQueue } from "./queue.js";

const EVERY = 600_000;
const WORKER = "/may/worker.js";
const HOME = "/may/quay";
const PREFIX = "hailong-";

/** Version of the pages shown, where it is known. */
let shown = "";

/** Whether this browser can keep pages and seal what it keeps: HTTPS, or the machine itself. */
export const isSecure = () => isSecureContext && "serviceWorker" in navigator && "caches" in globalThis;

/** The newest version that is here in full. */
export async function keptVersion() {
  if (!isSecure()) return undefined;
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  for (const name of names.reverse()) {
    if (await (await caches.open(name)).match(HOME)) return name.slice(PREFIX.length);
  }
  return undefined;
}

/** Says how the tablet is; keeps and returns what the server answers, or `{code}` of a refusal. */
export async function report(queue) {
  const token = await queue.meta("token");
  if (!token) return { code: "device_unknown" };
  await queue.flush();
  const kept = await keptVersion();
  const counts = Object.entries((await queue.meta("counts")) ?? {});
  const answer = await fetch("/api/v1/device", {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    credentials: "omit",
    cache: "no-store",
    body: JSON.stringify({
      version: shown || kept || "",
      waiting: await queue.size(),
      refused: await queue.refused(),
      carried: (await queue.meta("carried")) ?? 0,
      storage: (await navigator.storage?.persisted?.()) ? "persistent" : "best-effort",
      encrypted: queue.isEncrypted,
      offline: kept !== undefined,
      store_id: await queue.meta("store"),
      counts: counts.map(([half_day, visits]) => ({ half_day, ...visits })),
    }),
  });
  const told = await answer.json();
  if (!answer.ok) return { code: told.problems?.[0]?.code };
  for (const name of ["pin", "unit", "unit_name", "name"]) await queue.meta(name, told[name]);
  return told;
}

async function start() {
  const queue = await openQueue();
  shown = (await keptVersion()) ?? "";
  const worker = isSecure() ? await register().catch(() => undefined) : undefined;
  if (!(await queue.meta("token"))) return enrolAgain();
  const say = async () => {
    const told = await report(queue).catch(() => ({}));
    if (["device_unknown", "device_revoked"].includes(told.code)) leave(worker);
    else if (worker) worker.postMessage("fill");
    else if (shown && told.version && shown !== told.version) renew();
    shown ||= told.version ?? "";
    setTimeout(say, EVERY * (0.8 + Math.random() * 0.4));
  };
  say();
}

/** Other pages than these are ready: they come when nobody is in front of the tablet. */
function renew() {
  dispatchEvent(new Event("hailong-renew"));
}

async function register() {
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("message", ({ data }) => {
    if (data === "renewed" || data === "forgotten") renew();
  });
  await serviceWorker.register(WORKER, { scope: "/may" });
  return (await serviceWorker.ready).active;
}

/** A revoked tablet asks nobody any more; its queue stays for the next enrolment. */
function leave(worker) {
  if (worker) worker.postMessage("forget");
  else renew();
}

/** The browser forgot who the tablet is: it would collect what it cannot send. */
async function enrolAgain() {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => undefined);
  if (answer?.ok) location.replace("/may?lai=1");
}

if (location.pathname === HOME) start();
