// A tablet: Chromium with a profile of its own that survives a reboot and a pulled plug.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { chromium } from "playwright-core";

import { CHROMIUM, CHROMIUM_FLAGS, enrol } from "./demo.mjs";

export const UPRIGHT = { width: 800, height: 1280 };

/** A tablet that is switched off. */
export async function newTablet(viewport = UPRIGHT) {
  const profile = await mkdtemp(path.join(tmpdir(), "hailong-tablet-"));
  const tablet = {
    /** Switches on and opens `address`. */
    async boot(address) {
      tablet.process = await launch(profile);
      tablet.browser = await chromium.connectOverCDP(tablet.process.endpoint);
      const [context] = tablet.browser.contexts();
      context.setDefaultTimeout(15_000);
      tablet.context = context;
      tablet.page = context.pages()[0] ?? (await context.newPage());
      await tablet.page.setViewportSize(viewport);
      if (address) await tablet.page.goto(address);
      return tablet.page;
    },
    /** Switches off in good order. */
    async shutDown() {
      const session = await tablet.browser.newBrowserCDPSession();
      await session.send("Browser.close").catch(() => {});
      await tablet.process.ended;
    },
    /** Pulls the plug: the whole process group is killed at once. */
    async pullPlug() {
      process.kill(-tablet.process.child.pid, "SIGKILL");
      await tablet.process.ended;
    },
    /** Becomes a tablet of the commune, and ends on the attract screen. */
    async enrol(commune) {
      await enrol(tablet.page, commune.address, await commune.invite());
      await screen(tablet.page, "attract");
    },
    async remove() {
      if (tablet.process?.child.exitCode === null && tablet.process.child.signalCode === null) await tablet.pullPlug();
      await rm(profile, { recursive: true, force: true });
    },
  };
  return tablet;
}

async function launch(profile) {
  const flags = [...CHROMIUM_FLAGS, "--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
  const child = spawn(CHROMIUM, [...flags, "--lang=vi", "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const endpoint = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`Chromium ended with ${code}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      const found = /^DevTools listening on (ws:.*)$/.exec(line);
      if (found) resolve(found[1]);
    });
  });
  return { child, ended, endpoint };
}

/** Waits until the screen of that name is shown, alone: a name of the page, or `question`. */
export async function screen(page, name) {
  const deadline = Date.now() + 15_000;
  let found;
  // Asked from here: a page whose clock stands still cannot wait by itself.
  while (Date.now() < deadline) {
    found = await page.evaluate(screensShown).catch((error) => [error.message]);
    if (found.length === 1 && found[0] === name) return;
  }
  assert.fail(`shown is ${found.join(", ")}, not ${name}`);
}

function screensShown() {
  const all = [...document.querySelectorAll("[data-screen]")];
  // The section of a question has no box of its own: its parts stand in the page's grid.
  const isShown = (one) => one.checkVisibility() || getComputedStyle(one).display === "contents";
  return all.filter(isShown).map((one) => one.dataset.screen || "question");
}

/** The name of the screen shown. */
export async function shown(page) {
  return (await page.evaluate(screensShown)).join(", ");
}

/** From the attract screen to the first question. */
export async function begin(page, tongue = "vi") {
  await screen(page, "attract");
  await page.locator(`[data-screen=attract] [data-tongue=${tongue}]`).click();
  await screen(page, "privacy");
  await page.locator("[data-do=join]").click();
  await screen(page, "question");
}

/** Taps the middle of what a finger sees, whatever lies on top. */
export async function tap(page, locator) {
  await locator.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await locator.boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
}

/**
 * Goes through every question shown: `choose(name)` gives the value or values to tap, or nothing to
 * leave the question out; `each` sees every question before it is left. Ends on the thanks.
 */
export async function answerAll(page, choose, each = async () => {}) {
  for (let steps = 0; steps < 60; steps += 1) {
    if ((await shown(page)) === "thanks") return;
    const field = page.locator("form .question:visible");
    if ((await field.count()) === 1) {
      const question = await field.locator("input, textarea").first().getAttribute("name");
      for (const value of [choose(question)].flat().filter((value) => value !== undefined)) {
        const id = await field.locator(`input[value="${value}"]`).getAttribute("id");
        await tap(page, page.locator(`label[for="${id}"]`));
      }
    }
    await each(page);
    await page.locator("button.on").click();
    await page.waitForFunction(() => !document.querySelector("button.on[disabled]"));
  }
  assert.fail("the questionnaire does not end");
}

/** A whole answer, from attract to attract. */
export async function answerOnce(page, choose) {
  await begin(page);
  await answerAll(page, choose);
  await page.locator("[data-screen=thanks] [data-do=done]").click();
  await screen(page, "attract");
}

/** Answers at random, the same for the same seed. */
export function person(seed) {
  let state = seed >>> 0;
  const draw = (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const choices = {
    "muc-dich": ["nop-ho-so", "bo-sung", "nhan-ket-qua", "hoi-thong-tin"],
    "gioi-tinh": ["nam", "nu"],
    tuoi: ["18-24", "35-49", "tren-60"],
    service: ["ho-tich"],
    "can-cai-thien": ["thoi-gian"],
  };
  return (question) => {
    if (question === "comment") return undefined;
    const values = choices[question] ?? ["5", "4", "3", "2", "1"];
    return values[draw(values.length)];
  };
}
