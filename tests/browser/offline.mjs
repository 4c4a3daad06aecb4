// Nothing is lost: no server, no power, a wrong clock, two tabs, a long queue.

import assert from "node:assert/strict";
import test from "node:test";

import { startCommune } from "./commune.mjs";
import { answerAll, answerOnce, begin, newTablet, person, screen } from "./tablet.mjs";

const sum = (counts) => Object.values(counts).reduce((all, n) => all + n, 0);

/** Waits until `commune` holds `n` sheets; a tablet sends when it may, not when it is asked. */
async function holds(commune, n) {
  let counts = {};
  for (let tries = 0; tries < 60; tries += 1) {
    counts = await commune.stored();
    if (sum(counts) >= n) break;
  }
  assert.equal(sum(counts), n, JSON.stringify(counts));
  return counts;
}

/** Works with a tablet enrolled at a commune of its own; `prepare` readies that first. */
export async function withTablet(work, prepare = () => {}) {
  const commune = await startCommune();
  const tablet = await newTablet();
  try {
    await prepare(commune);
    await tablet.boot();
    await tablet.enrol(commune);
    await work(commune, tablet);
  } finally {
    await tablet.remove();
    await commune.remove();
  }
}

/** Resolves when the tablet can be rebooted without its server. */
export async function isReadyOffline(page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  let isWhole = false;
  for (let tries = 0; tries < 400 && !isWhole; tries += 1) {
    isWhole = await page.evaluate(async () => {
      for (const name of await caches.keys()) {
        if (await (await caches.open(name)).match("/may/quay")) return true;
      }
      return false;
    });
  }
  assert.ok(isWhole, "the tablet keeps a whole version of its pages");
}

export function offlineTests() {
  test("twenty answers without a server survive twenty pulled plugs, and all arrive once", async () => {
    await withTablet(async (commune, tablet) => {
      await isReadyOffline(tablet.page);
      await commune.stop();
      // A browser writes what it keeps of a worker within seconds, and at the latest when it ends.
      await tablet.shutDown();
      await tablet.boot(`${commune.address}/may/quay`);
      for (let answer = 0; answer < 20; answer += 1) {
        await tablet.pullPlug();
        await tablet.boot(`${commune.address}/may/quay`);
        await answerOnce(tablet.page, person(answer));
      }
      await commune.start();
      await tablet.pullPlug();
      await tablet.boot(`${commune.address}/may/quay`);
      await screen(tablet.page, "attract");
      const counts = await holds(commune, 20);
      assert.deepEqual(counts, { tablet: 20 });
    });
  });

  test("a plug pulled while the answer is being thanked for loses nothing", async () => {
    await withTablet(async (commune, tablet) => {
      await isReadyOffline(tablet.page);
      await tablet.shutDown();
      await commune.stop();
      await tablet.boot(`${commune.address}/may/quay`);
      for (let answer = 0; answer < 5; answer += 1) {
        await begin(tablet.page);
        await answerAll(tablet.page, person(answer));
        await tablet.pullPlug();
        await tablet.boot(`${commune.address}/may/quay`);
      }
      await commune.start();
      await tablet.page.reload();
      await holds(commune, 5);
    });
  });

  test("two people at two tabs are two sheets", async () => {
    await withTablet(async (commune, tablet) => {
      const second = await tablet.context.newPage();
      await second.goto(`${commune.address}/may/quay`);
      for (const page of [tablet.page, second]) {
        await page.bringToFront();
        await begin(page);
      }
      for (const page of [tablet.page, second]) {
        await page.bringToFront();
        await answerAll(page, person(1));
      }
      await tablet.page.bringToFront();
      for (let answer = 0; answer < 3; answer += 1) {
        await tablet.page.reload();
        await answerOnce(tablet.page, person(answer));
      }
      await holds(commune, 5);
    });
  });

  for (const year of ["1970", "2099"]) {
    test(`a tablet whose clock says ${year} is heard`, async () => {
      await withTablet(async (commune, tablet) => {
        await tablet.page.clock.install({ time: `${year}-06-01T08:00:00+07:00` });
        await tablet.page.reload();
        for (let answer = 0; answer < 5; answer += 1) await answerOnce(tablet.page, person(answer));
        await holds(commune, 5);
      });
    });
  }

  test("a queue of five hundred empties without one refusal", async () => {
    await withTablet(async (commune, tablet) => {
      const { page } = tablet;
      await isReadyOffline(page);
      await commune.stop();
      const address = await page.locator("script[type=module]").first().getAttribute("src");
      await page.evaluate(async (kiosk) => {
        const source = await (await fetch(kiosk)).text();
        const { openQueue } = await import(/from "([^"]*queue[^"]*)"/.exec(source)[1]);
        const queue = await openQueue();
        const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
        for (let n = 0; n < 500; n += 1) {
          const bytes = crypto.getRandomValues(new Uint8Array(16));
          bytes[6] = (bytes[6] & 15) | 64;
          bytes[8] = (bytes[8] & 63) | 128;
          const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
          const id = hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
          const collected_at = `${day}T00:00:00+07:00`;
          await queue.put({ id, form: "hai-long-quay@1", language: "vi", collected_at, answers: { chung: 1 + (n % 5) } });
        }
      }, address);
      await commune.start();
      await page.reload();
      await screen(page, "attract");
      await holds(commune, 500);
    });
  });
}
