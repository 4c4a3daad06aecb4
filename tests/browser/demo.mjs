// The program under test: `hailong demo` on a port and a folder of its own, and Chromium beside it.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, "target");
export const PROGRAM = process.env.HAILONG_PROGRAM ?? path.join(TARGET, "debug", "hailong");
export const ENVIRONMENT = { ...process.env, HAILONG_LANG: "vi" };
const run = promisify(execFile);
export const CHROMIUM = process.env.HAILONG_CHROMIUM ?? "/usr/bin/chromium";
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/**
 * Starts the program and waits for its `listening on` line.
 * Its stdout says before that line, one account each: `account NAME ROLE UNIT PASSWORD`.
 */
export async function startDemo() {
  const folder = await mkdtemp(path.join(tmpdir(), "hailong-demo-"));
  const child = spawn(PROGRAM, ["demo", "--listen", "127.0.0.1:0", "--data", path.join(folder, "data")], {
    stdio: ["ignore", "pipe", "pipe"],
    env: ENVIRONMENT,
  });
  let words = "";
  child.stderr.on("data", (chunk) => (words += chunk));
  const accounts = {};
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const address = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`demo ended with ${code}: ${words}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [kind, ...rest] = line.split(" ");
      if (kind === "account") {
        const [name, role, unit, password] = rest;
        accounts[role] = { name, unit, password };
      } else if (line.startsWith("listening on ")) {
        resolve(line.slice("listening on ".length).trim());
      }
    });
  });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  return {
    address,
    accounts,
    browser,
    /** A code that enrols one tablet of the commune. */
    invite: () => invite(path.join(folder, "data"), accounts.officer.unit),
    async stop() {
      await browser.close();
      child.kill("SIGTERM");
      assert.equal(await ended, 0, `SIGTERM ends the demo cleanly: ${words}`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a command of the program on a data folder; resolves with what it wrote to stdout. */
export async function command(data, args, input = "") {
  const running = run(PROGRAM, [...args, "--data", data], { env: ENVIRONMENT });
  // A command that reads nothing may have ended before it is written to; its exit says how it went.
  running.child.stdin.on("error", () => {});
  running.child.stdin.end(input);
  return (await running).stdout;
}

let tablets = 0;

/** A code that enrols one tablet of a unit, under a name of its own. */
export async function invite(data, unit) {
  tablets += 1;
  const line = await command(data, ["device", "invite", `Máy thử ${tablets}`, "--unit", unit, "--json"]);
  return JSON.parse(line).code;
}

/** Enrols the browser of `page` by typing a code; ends on the attract screen. */
export async function enrol(page, address, code) {
  await page.goto(`${address}/may#${code}`);
  await page.locator("input[name=ma]").fill(code);
  await page.locator("form button[type=submit]").click();
  await page.waitForURL("**/may/quay");
}

/**
 * A page in a fresh browser context that keeps every URL it asked for.
 * `urls` holds them; `complaints` holds what the console and the page reported.
 */
export async function openPage(demo, options = {}) {
  const context = await demo.browser.newContext({ locale: "vi-VN", baseURL: demo.address, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const urls = [];
  const complaints = [];
  page.on("request", (request) => urls.push(request.url()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { context, page, urls, complaints };
}

/** Asserts that a page asked nobody but the program for anything, and that nothing complained. */
export function assertQuiet(demo, { urls, complaints }) {
  const abroad = urls.filter((url) => !url.startsWith(demo.address) && !url.startsWith("data:"));
  assert.deepEqual(abroad, [], "a page asks only its own server");
  assert.deepEqual(complaints, [], "no error in the console");
}

/** Signs in as the demo's account of that role; resolves on the desk that follows. */
export async function signIn(demo, page, role) {
  const account = demo.accounts[role];
  assert.ok(account, `the demo names an account of role ${role}`);
  await page.goto("/dang-nhap");
  await page.locator("input[autocomplete=username]").fill(account.name);
  await page.locator("input[type=password]").fill(account.password);
  await Promise.all([
    page.waitForURL((url) => url.pathname !== "/dang-nhap"),
    page.locator("form:has(input[type=password]) button[type=submit]").click(),
  ]);
  return account;
}
