// Paper: two people type it in by keyboard alone, what differs is decided, a batch is stored.

import assert from "node:assert/strict";
import test from "node:test";

import { assertAccessible } from "./accessibility.mjs";
import { openPage, signIn } from "./demo.mjs";

const PAPER = "/don-vi/01141/phieu-giay";
const KEYING = `${PAPER}/nhap/hai-long-quay@1`;
const DESK = { width: 1280, height: 800 };
const TELEPHONE = { width: 390, height: 844 };

// Purpose, service, six ratings (one left blank, one outside the scale), two ticks, two about the
// person: the characters in the boxes, as printed.
const SHEET = ["1", "2", "5", "4", "0", "4", "5", "s", "1", "3", "Enter", "2", "3"];

export function paperTests(running) {
  test("paper is typed in twice by keyboard alone, differences are decided, a batch is stored", async () => {
    const demo = running();
    const one = await deskOf(demo, "officer");
    const two = await deskOf(demo, "leader");
    await one.goto(PAPER);
    await everySize(one, "the empty account");
    await one.fill("#issue-n", "10");
    await one.keyboard.press("Enter");
    await one.waitForSelector("text=01141-000001 – 000010");
    for (const page of [one, two]) {
      await page.goto(KEYING);
      await everySize(page, "the declaration");
      await page.focus("[name=cam-ket]");
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#serial");
    }
    await everySize(one, "the keying screen");
    await keyed(one, "1", SHEET);
    await keyed(two, "1", SHEET);
    await keyed(one, "2", SHEET);
    await typed(two, "2", SHEET.with(2, "1"));
    await two.waitForSelector(".differs");
    assert.match(await two.locator("main").innerText(), /5 · Rất hài lòng[\s\S]*1 · Rất không hài lòng/);
    assert.equal(await two.locator(".differs").count(), 1, "the rest agrees");
    await everySize(two, "the differences");
    await two.focus(".differs input[value=first]");
    await two.keyboard.press("Space");
    await two.keyboard.press("Enter");
    await two.waitForURL(/xong=2\.2/);
    await stored(one);
    await one.context().close();
    await two.context().close();
  });

  test("a sheet is typed in without JavaScript", async () => {
    const demo = running();
    const page = await deskOf(demo, "province", { javaScriptEnabled: false });
    await page.goto(KEYING);
    await page.check("[name=cam-ket]");
    await page.click("main form button[type=submit]");
    await page.fill("#serial", "5");
    await page.fill("#day", await page.getAttribute("#day", "max"));
    await page.check("[name=chung][value='4']");
    await page.click(".keying button[type=submit]");
    assert.match(await page.locator("main").innerText(), /Đã lưu 01141-000005, lần 1/);
    await page.context().close();
  });

  test("a printed copy takes two pages of A4, each with its serial", async () => {
    const page = await deskOf(running(), "officer");
    await page.goto(`${PAPER}/in?tu=1&den=3`);
    await assertAccessible(page, "the copies");
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 6);
    const smallest = await page.evaluate(() => {
      const read = [...document.querySelectorAll(".copy *")].filter((node) => !node.closest(".box"));
      return Math.min(...read.map((node) => Number.parseFloat(getComputedStyle(node).fontSize)));
    });
    assert.ok(smallest >= 16, `the smallest text is ${smallest} px; 12 pt are 16`);
    await page.context().close();
  });
}

async function deskOf(demo, role, options = {}) {
  const { page } = await openPage(demo, { viewport: DESK, ...options });
  await signIn(demo, page, role);
  return page;
}

async function everySize(page, what) {
  for (const viewport of [TELEPHONE, DESK]) {
    await page.setViewportSize(viewport);
    await assertAccessible(page, what);
  }
}

/** Types a sheet in and leaves the comment for the button, which Enter presses. */
async function typed(page, serial, keys) {
  await page.goto(KEYING);
  await page.focus("#serial");
  await page.keyboard.type(serial);
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "day", "the first of a day");
  await page.fill("#day", await page.getAttribute("#day", "max"));
  await page.keyboard.press("Enter");
  for (const key of keys) await page.keyboard.press(key);
  assert.equal(await page.evaluate(() => document.activeElement.name), "comment");
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Enter");
}

async function keyed(page, serial, keys) {
  await typed(page, serial, keys);
  await page.waitForURL(new RegExp(`xong=${serial}\\.`));
}

/** Closes the batch, compares what was drawn, and stores it. */
async function stored(page) {
  await page.goto(PAPER);
  await everySize(page, "the account");
  await page.locator("form[action$='/lo'] button").click();
  await page.waitForURL((url) => url.pathname.endsWith("/lo"));
  await everySize(page, "the batch");
  const agree = page.locator("button[value=khop]");
  for (let left = await agree.count(); left > 0; left -= 1) {
    await agree.first().click();
    await page.waitForFunction((n) => document.querySelectorAll("button[value=khop]").length < n, left);
  }
  await page.locator("form[action$='/luu'] button").click();
  await page.waitForURL((url) => url.pathname === PAPER);
  assert.match(await page.locator("main").innerText(), /0 trong 2 phiếu so lại có chỗ phải sửa/);
}
