// Answers that wait to be sent, kept on this tablet until the server has them on its disk.

import { jitter, shuffle } from "./chance.js";

const DATABASE = "hailong";
const SOON = 5;
const LINES = 100;
/** Of a batch, in UTF-16 units: three bytes each at most, under the server's 1 MiB. */
const BATCH_LENGTH = 300_000;
const HALF_DAYS = 120;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 300_000;
const CHECK_EVERY = 60_000;
/** After a start, or when the network is back. */
const SETTLE = 2_000;
const NAMES = ["started", "finished", "abandoned", "declined", "rotated"];
/** What sheets count as: of the form, or, where it names its sections, of a rotating block. */
const FINISHED = ["finished", "rotated"];
const REFUSED = [400, 409, 413, 415, 422];

const subtle = globalThis.crypto?.subtle;
const encoder = new TextEncoder();
let opening;

/** The queue of this browser; every caller gets the same. */
export function openQueue() {
  opening ??= open().catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

/** `2026-11-24-am` in Vietnam, whatever zone the tablet believes it is in. */
export function halfDay() {
  const local = new Date(Date.now() + 25_200_000).toISOString();
  return `${local.slice(0, -14)}-${local.slice(-13, -11) < "12" ? "am" : "pm"}`;
}

async function open() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    for (const name of ["queue", "dead", "meta"]) request.result.createObjectStore(name);
  };
  const database = await settled(request);
  database.onclose = () => (opening = undefined);
  navigator.storage?.persist?.().catch(() => {});
  const queue = new Queue(database, subtle && (await keyOf(database)));
  await once(database, "store", () => hex(crypto.getRandomValues(new Uint8Array(16))));
  addEventListener("online", () => queue.back());
  queue.soon(jitter(SETTLE));
  return queue;
}

/** A key that encrypts and decrypts but cannot be read. */
async function keyOf(database) {
  const fresh = await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  return once(database, "key", () => fresh);
}

/** The value under `name`, made now if there is none: of two tabs, both get the first one's. */
async function once(database, name, make) {
  const [done, meta] = write(database, "meta");
  const known = await settled(meta.get(name));
  const value = known ?? make();
  if (known === undefined) meta.put(value, name);
  await done;
  return value;
}

/** Opens a transaction that is on disk when its promise resolves. */
function write(database, ...names) {
  const transaction = database.transaction(names, "readwrite", { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  // Whoever fails before awaiting it has an error of its own.
  done.catch(() => {});
  return [done, ...names.map((name) => transaction.objectStore(name))];
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Ids that are not to be kept any more. */
const withdrawn = new Set();

class Queue {
  #database;
  #key;
  #running;
  #timer;
  #failures = 0;
  #later = 0;
  /** Kept, but not tried again while this page lives: the server cannot take them yet. */
  #held = new Set();
  #refusedToken;
  #state = "ok";

  constructor(database, key) {
    this.#database = database;
    this.#key = key;
  }

  get isEncrypted() {
    return this.#key !== undefined;
  }

  /** Resolves when a visit's sheets, one or two, are on disk. The same id again changes nothing. */
  async put(...sheets) {
    const half = halfDay();
    const unit = await this.meta("unit");
    const kept = await Promise.all(sheets.map((sheet) => this.#seal(sheet.id, { ...(unit && { unit }), ...sheet })));
    const [done, queue, meta] = write(this.#database, "queue", "meta");
    for (const [at, { id, sections }] of sheets.entries()) {
      if (withdrawn.has(id) || (await settled(queue.count(id))) > 0) continue;
      const rotated = sections !== undefined;
      queue.add({ half, rotated, ...kept[at] }, id);
      await add(meta, FINISHED[Number(rotated)], half);
    }
    await done;
    this.soon(0);
  }

  /** Takes a visit's sheets back that their giver gave up, whether they are on disk yet or not. */
  async withdraw(...ids) {
    for (const id of ids) withdrawn.add(id);
    const [done, queue, meta] = write(this.#database, "queue", "meta");
    for (const id of ids) {
      const kept = await settled(queue.get(id));
      if (!kept) continue;
      queue.delete(id);
      await add(meta, FINISHED[Number(kept.rotated ?? false)], halfDay(), -1);
    }
    await done;
  }

  size() {
    return this.#read("queue", (store) => store.count());
  }

  /** Sheets the server refused for good. */
  refused() {
    return this.#read("dead", (store) => store.count());
  }

  /** Whether a visit's sheets that were put are with the server. */
  async isSent(...ids) {
    const left = ids.flatMap((id) => ["queue", "dead"].map((name) => this.#read(name, (store) => store.count(id))));
    return (await Promise.all(left)).every((n) => n === 0);
  }

  /** Counts what became of a visit; a finished one is counted where its sheet is put. */
  async count(name) {
    if (FINISHED.includes(name)) return;
    const [done, meta] = write(this.#database, "meta");
    await add(meta, name, halfDay());
    await done;
  }

  /** Reads a value, or writes it: `undefined` takes it away. */
  async meta(key, ...values) {
    if (values.length === 0) return this.#read("meta", (store) => store.get(key));
    const [done, meta] = write(this.#database, "meta");
    if (values[0] === undefined) meta.delete(key);
    else meta.put(values[0], key);
    return done;
  }

  /** Everything in `queue` or `dead`, in random order; what cannot be read is left out. */
  async all(name) {
    const ids = await this.#read(name, (store) => store.getAllKeys());
    const found = await Promise.all(
      shuffle(ids).map(async (id) => [await this.#read(name, (store) => store.get(id)), id]),
    );
    const sheets = await Promise.all(found.map(([kept, id]) => this.#unseal(id, kept).catch(() => {})));
    return sheets.filter(Boolean);
  }

  /** Sends what waits, if it is time: five people's, or one of another half-day than this, or `now`. */
  flush({ now = false } = {}) {
    this.#running ??= this.#alone(now).finally(() => {
      this.#running = undefined;
      this.soon();
    });
    return this.#running;
  }

  /** The network is back: no need to wait as long as without. */
  back() {
    if (this.#state === "offline") this.#later = 0;
    this.soon(jitter(SETTLE));
  }

  /** Looks after a while whether it is time. */
  soon(wait = Math.max(this.#later - performance.now(), 0) || jitter(CHECK_EVERY)) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush().catch(() => {}), wait);
  }

  /** One tab at a time; without locks two may send the same, which the server knows to be one. */
  #alone(now) {
    const run = () => this.#send(now);
    if (!navigator.locks) return run();
    return navigator.locks.request(DATABASE, { ifAvailable: true }, (lock) => (lock ? run() : this.#report({}, "later")));
  }

  async #send(now) {
    const tally = { sent: 0, refused: 0 };
    await this.#countAnew();
    const token = await this.meta("token");
    if (!token) return this.#report(tally, "unknown");
    if (!now && (token === this.#refusedToken || performance.now() < this.#later)) return this.#report(tally);
    if (now) this.#held.clear();
    const ids = await this.#due(now);
    let state = "ok";
    while (ids.length > 0 && state === "ok") {
      state = await this.#sendSome(token, ids.splice(0, LINES), ids, tally);
    }
    this.#refusedToken = state === "unknown" || state === "revoked" ? token : undefined;
    if (state === "ok") this.#failures = this.#later = 0;
    return this.#report(tally, state);
  }

  /** Counts belong to a device: as another one the tablet begins anew, with what waits. */
  async #countAnew() {
    const [id, before] = [await this.meta("device"), await this.meta("counts_of")];
    if (id === before) return;
    const [done, ...stores] = write(this.#database, "queue", "dead", "meta");
    const [waiting, refused] = await Promise.all(stores.slice(0, 2).map((store) => settled(store.count())));
    const meta = stores[2];
    if (before !== undefined) {
      meta.put(waiting + refused, "carried");
      meta.delete("counts");
    }
    meta.put(id, "counts_of");
    await done;
  }

  async #due(now) {
    const [ids, kept] = await this.#read("queue", (store) => [store.getAllKeys(), store.getAll()]);
    const half = halfDay();
    const isWaiting = (id) => !this.#held.has(id);
    const waiting = kept.filter((_, at) => isWaiting(ids[at]));
    const isOver = waiting.some((sheet) => sheet.half !== half);
    // Of a person who left two sheets one is rotated.
    const isEnough = waiting.filter(({ rotated }) => !rotated).length >= SOON;
    return now || isOver || isEnough ? shuffle(ids.filter(isWaiting)) : [];
  }

  /** Sends a batch; what does not fit into it goes back to `rest`. */
  async #sendSome(token, ids, rest, tally) {
    const lines = new Map();
    let length = 0;
    for (const id of ids) {
      const line = length < BATCH_LENGTH ? await this.#line(id, tally) : undefined;
      if (length >= BATCH_LENGTH) rest.push(id);
      if (line === undefined) continue;
      lines.set(id, line);
      length += line.length;
    }
    if (lines.size === 0) return "ok";
    let answer;
    try {
      answer = await fetch("/api/v1/responses/batch", {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" },
        body: [...lines.values()].join("\n"),
        credentials: "omit",
        cache: "no-store",
      });
      const text = await answer.text();
      if (answer.ok) return await this.#settle([...lines.keys()], text, tally, answer);
      return this.#refusal(text) ?? this.#wait(answer, "later");
    } catch {
      return this.#wait(answer, answer ? "later" : "offline");
    }
  }

  async #settle(ids, text, tally, answer) {
    const replies = text.trim().split("\n").map((line) => JSON.parse(line));
    if (replies.length !== ids.length) return this.#wait(answer, "later");
    const gone = [];
    const refused = new Map();
    let state = "ok";
    for (const [at, id] of ids.entries()) {
      const { id: echoed, code, problems = [] } = replies[at];
      const codes = problems.map((problem) => problem.code);
      if (echoed !== id && (echoed !== null || !REFUSED.includes(code))) state = this.#wait(answer, "later");
      else if (code === 200 || code === 201) gone.push(id);
      else if (codes.includes("form-unknown") || codes.includes("other_unit")) this.#held.add(id);
      else if (REFUSED.includes(code)) refused.set(id, { code, problems });
      else state = this.#deviceState(codes) ?? this.#wait(answer, "later");
    }
    await this.#take(gone, refused);
    tally.sent += gone.length;
    tally.refused += refused.size;
    return state;
  }

  /** Deletes what is stored there, and sets aside what will never be. */
  async #take(gone, refused) {
    const [done, queue, dead] = write(this.#database, "queue", "dead");
    for (const id of gone) queue.delete(id);
    for (const [id, { code, problems }] of refused) {
      const kept = await settled(queue.get(id));
      // The wording may repeat an answer; field and code do not.
      if (kept) dead.put({ ...kept, code, problems: problems.map(({ field, code }) => ({ field, code })) }, id);
      queue.delete(id);
    }
    await done;
  }

  /** A sheet that cannot be read any more would be tried for ever: it is set aside. */
  async #line(id, tally) {
    const kept = await this.#read("queue", (store) => store.get(id));
    if (!kept) return undefined;
    try {
      return JSON.stringify(await this.#unseal(id, kept));
    } catch {
      await this.#take([], new Map([[id, { code: 0, problems: [{ code: "unreadable" }] }]]));
      tally.refused += 1;
      return undefined;
    }
  }

  #refusal(text) {
    try {
      return this.#deviceState(JSON.parse(text).problems.map(({ code }) => code));
    } catch {
      return undefined;
    }
  }

  #deviceState(codes) {
    if (codes.includes("device_unknown")) return "unknown";
    return codes.includes("device_revoked") ? "revoked" : undefined;
  }

  #wait(answer, state) {
    const asked = Number(answer?.headers.get("retry-after")) * 1000 || 0;
    const wait = Math.min(FIRST_WAIT * 2 ** this.#failures, LONGEST_WAIT);
    this.#failures = Math.min(this.#failures + 1, 10);
    this.#later = performance.now() + Math.max(jitter(wait), Math.min(asked, 3_600_000));
    return state;
  }

  async #report({ sent = 0, refused = 0 }, state = this.#state) {
    this.#state = state;
    if (sent > 0) await this.meta("sent_at", halfDay());
    return { sent, refused, left: await this.size(), state };
  }

  async #seal(id, sheet) {
    const text = JSON.stringify(sheet);
    if (!this.#key) return { text };
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await subtle.encrypt(this.#cipher(id, iv), this.#key, encoder.encode(text)) };
  }

  async #unseal(id, { text, iv, data }) {
    const plain = text ?? new TextDecoder().decode(await subtle.decrypt(this.#cipher(id, iv), this.#key, data));
    return JSON.parse(plain);
  }

  #cipher(id, iv) {
    return { name: "AES-GCM", iv, additionalData: encoder.encode(id) };
  }

  #read(name, ask) {
    const asked = ask(this.#database.transaction(name).objectStore(name));
    return Array.isArray(asked) ? Promise.all(asked.map(settled)) : settled(asked);
  }
}

/** Adds one to a count of a half-day, inside the transaction of `meta`; the oldest go. */
async function add(meta, name, half, n = 1) {
  const counts = (await settled(meta.get("counts"))) ?? {};
  counts[half] ??= Object.fromEntries(NAMES.map((known) => [known, 0]));
  counts[half][name] = (counts[half][name] ?? 0) + n;
  const old = Object.keys(counts).filter((known) => known !== half).sort();
  for (const known of old.slice(0, Math.max(0, old.length + 1 - HALF_DAYS))) delete counts[known];
  meta.put(counts, "counts");
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
