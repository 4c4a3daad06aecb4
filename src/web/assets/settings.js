// The tablet's settings: the PIN pad, the state of the queue, and what the staff may do.

import { openQueue } from "./queue.js";
import { isSecure, keptVersion, report } from "./tablet.js";

const TRIES = 5;
const PAUSE = 60_000;
const LEFT_ALONE = 120_000;
const KIOSK = "/may/quay";
const PIN = /^\d{6}$/;

const one = (selector) => document.querySelector(selector);
const words = (holder, name) => holder.querySelector(`[data-is="${name}"]`);

/** Shows the wording that holds, with its values filled in. */
function say(holder, name, values = {}) {
  for (const other of holder.querySelectorAll("[data-is]")) other.hidden = other.dataset.is !== name;
  const chosen = words(holder, name);
  if (!chosen) return;
  chosen.dataset.text ??= chosen.textContent;
  chosen.textContent = chosen.dataset.text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

const row = (name) => one(`[data-of="${name}"]`);
function outcome(name, values) {
  say(one("#outcome"), name, values);
  one("#outcome").scrollIntoView({ block: "center" });
}

// The pad

let typed = "";

function paintTyped() {
  const places = one("#typed");
  places.querySelectorAll("i").forEach((place, at) => place.classList.toggle("on", at < typed.length));
  one("#typed span").textContent = places.dataset.typed.replace("{n}", typed.length);
}

async function press(queue, digit) {
  if (typed.length >= 6) return;
  say(one("#refused"), "");
  typed += digit;
  paintTyped();
  if (typed.length < 6) return;
  const name = await judge(queue, typed);
  typed = "";
  paintTyped();
  if (name) say(one("#refused"), name);
  else await unlock(queue);
}

/** Why the PIN does not open, if it does not. Wrong tries outlive a reload; a clock set back does not add to the pause. */
async function judge(queue, given) {
  const pin = await queue.meta("pin");
  if (!PIN.test(pin)) return "none";
  const { n = 0, at = 0 } = (await queue.meta("wrong")) ?? {};
  const since = Date.now() - at;
  const isPaused = n >= TRIES && since >= 0 && since < PAUSE;
  if (isPaused) return "wait";
  if (given === pin) {
    await queue.meta("wrong", undefined);
    return undefined;
  }
  const tries = n >= TRIES ? 1 : n + 1;
  await queue.meta("wrong", { n: tries, at: Date.now() });
  return tries >= TRIES ? "wait" : "wrong";
}

async function unlock(queue) {
  one("#pad").hidden = true;
  one("#settings").hidden = false;
  one("#settings").tabIndex = -1;
  one("#settings").focus();
  await paint(queue);
  report(queue)
    .catch(() => {})
    .then(() => paint(queue));
}

// The state

async function paint(queue) {
  const { state, left } = await queue.flush();
  const [refused, sent, volume] = [await queue.refused(), await queue.meta("sent_at"), await queue.meta("volume")];
  const isPersistent = await navigator.storage?.persisted?.();
  row("name").textContent = (await queue.meta("name")) ?? "–";
  row("unit").textContent = (await queue.meta("unit_name")) ?? (await queue.meta("unit")) ?? "–";
  row("waiting").textContent = left;
  row("refused").textContent = refused;
  say(row("connection"), state === "ok" && !navigator.onLine ? "offline" : state);
  const [year, month, day, half = "never"] = (sent ?? "").split("-");
  say(row("sent"), half, { day: `${Number(day)}/${Number(month)}/${year}` });
  say(row("storage"), isPersistent ? "persistent" : "best-effort");
  say(row("sealing"), queue.isEncrypted ? "sealed" : "plain");
  say(row("offline"), isSecure() ? ((await keptVersion()) === undefined ? "filling" : "ready") : "plain");
  one("#plain").hidden = isSecure();
  one("#volume").value = Math.round((volume ?? 0.8) * 10);
  say(one('[data-act="rescue"]').parentElement, queue.isEncrypted ? "sealed" : "plain");
}

// What can be done

const acts = {
  async send(queue) {
    const { sent, left, state } = await queue.flush({ now: true });
    if (state !== "ok") outcome(state);
    else if (sent > 0 || left > 0) outcome("sent", { n: sent });
    else outcome("nothing");
  },
  help: async () => location.replace(`${KIOSK}#giup`),
  test: () => sound(Number(one("#volume").value) / 10),
  rescue: (queue) => save(queue, "queue", "phieu"),
  refused: (queue) => save(queue, "dead", "tu-choi"),
};

/** Two notes, as loud as the voice will be. */
async function sound(volume) {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.gain.value = volume;
  gain.connect(context.destination);
  for (const [at, frequency] of [523, 659].entries()) {
    const note = context.createOscillator();
    note.frequency.value = frequency;
    note.connect(gain);
    note.start(context.currentTime + at * 0.4);
    note.stop(context.currentTime + at * 0.4 + 0.3);
  }
  setTimeout(() => context.close(), 1_000);
}

/** Writes the sheets to a file, sealed for the server alone where the browser can. */
async function save(queue, store, word) {
  const sheets = await queue.all(store);
  if (sheets.length === 0) return outcome("empty");
  const [device, token] = [(await queue.meta("device")) ?? "may", await queue.meta("token")];
  const lines = sheets.map((sheet) => `${JSON.stringify(sheet)}\n`).join("");
  const sealed = queue.isEncrypted && token ? await seal(device, token, lines) : undefined;
  const file = new Blob([sealed ?? lines], { type: "application/octet-stream" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `hailong-${word}-${device}.${sealed ? "json" : "ndjson"}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return outcome("saved", { n: sheets.length });
}

/** The key is what the server keeps of the token: its SHA-256. */
async function seal(device, token, lines) {
  const { subtle } = crypto;
  const encoder = new TextEncoder();
  const hash = await subtle.digest("SHA-256", encoder.encode(token));
  const key = await subtle.importKey("raw", hash, "AES-GCM", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const cipher = { name: "AES-GCM", iv, additionalData: encoder.encode(device) };
  const data = new Uint8Array(await subtle.encrypt(cipher, key, encoder.encode(lines)));
  return JSON.stringify({ device, iv: base64(iv), data: base64(data) });
}

function base64(bytes) {
  const PIECE = 0x8000;
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

// The page

/** Left alone, the settings close: the next in front may be a citizen. */
function watchAlone() {
  let timer;
  const touched = () => {
    clearTimeout(timer);
    timer = setTimeout(() => location.replace(KIOSK), LEFT_ALONE);
  };
  for (const type of ["pointerdown", "keydown", "input"]) addEventListener(type, touched, { passive: true });
  touched();
}

async function start() {
  const queue = await openQueue();
  one("#pad").hidden = false;
  paintTyped();
  document.addEventListener("click", async ({ target }) => {
    const { digit, erase, act } = target.closest("button")?.dataset ?? {};
    if (digit) await press(queue, digit);
    if (erase) {
      typed = erase === "all" ? "" : typed.slice(0, -1);
      paintTyped();
    }
    if (act && !one("#settings").hidden) {
      await acts[act](queue);
      await paint(queue);
    }
  });
  document.addEventListener("keydown", ({ key }) => {
    if (one("#pad").hidden) return;
    if (/^\d$/.test(key)) press(queue, key);
    if (key === "Backspace") {
      typed = typed.slice(0, -1);
      paintTyped();
    }
  });
  one("#volume").addEventListener("change", ({ target }) => queue.meta("volume", Number(target.value) / 10));
  one("#back").addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(KIOSK);
  });
  // A page that comes back from the browser's memory is locked again.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  watchAlone();
  // A PIN that was reset on the server holds from here on.
  if (!PIN.test(await queue.meta("pin"))) say(one("#refused"), "none");
  await report(queue).catch(() => {});
  if (PIN.test(await queue.meta("pin"))) say(one("#refused"), "");
}

start();
