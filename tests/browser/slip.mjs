// Slips: an officer prints them, a phone answers by one, and nobody answers by it again.

import assert from "node:assert/strict";
import test from "node:test";

import { assertAccessible } from "./accessibility.mjs";
import { openPage, signIn } from "./demo.mjs";

const DESK = "/don-vi/01141/ma";
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const MM = 96 / 25.4;

export function slipTests(running) {
  test("a slip used twice is refused, by Back and on another phone", async () => {
    const demo = running();
    const [address] = await print(demo, 1, readAddresses);
    const first = await openPage(demo, PHONE);
    await first.page.goto(address);
    await answer(first.page);
    assert.equal(new URL(first.page.url()).pathname, "/cam-on");
    await first.page.goBack();
    assert.equal(await first.page.locator("input:checked").count(), 0, "Back shows nothing of the answer");
    await answer(first.page);
    await assertRefused(first.page);
    const second = await openPage(demo, PHONE);
    const response = await second.page.goto(address);
    // Until the seal nobody can tell by asking whether the slip's answer has come.
    assert.equal(response.status(), 200);
    await answer(second.page);
    await assertRefused(second.page);
    await first.context.close();
    await second.context.close();
  });

  test("of two phones that hold one slip's page, the first to send is thanked", async () => {
    const demo = running();
    const [address] = await print(demo, 1, readAddresses);
    const phones = [await openPage(demo, PHONE), await openPage(demo, PHONE)];
    for (const { page } of phones) await page.goto(address);
    for (const { page } of phones) await answer(page);
    assert.equal(new URL(phones[0].page.url()).pathname, "/cam-on");
    await assertRefused(phones[1].page);
    for (const { context } of phones) await context.close();
  });

  test("no request of a slip's page tells its code to anybody", async () => {
    const demo = running();
    const [address] = await print(demo, 1, readAddresses);
    const { context, page } = await openPage(demo, PHONE);
    const code = address.split("/").at(-1);
    const told = [];
    page.on("request", (request) => {
      const { referer = "" } = request.headers();
      if (referer.includes(code)) told.push(`${request.url()} from ${referer}`);
    });
    await page.goto(address);
    await answer(page);
    assert.deepEqual(told, []);
    await context.close();
  });

  test("a code is typed on a phone that cannot scan", async () => {
    const demo = running();
    const [code] = await print(demo, 1, readCodes);
    const { context, page } = await openPage(demo, PHONE);
    await page.goto("/q");
    await page.locator("input[name=ma]").fill("7K3");
    await submit(page);
    assert.equal(await page.locator("input[name=ma]").inputValue(), "7K3", "what was typed is kept");
    await assertAccessible(page, "/q with a problem");
    await page.locator("input[name=ma]").fill(code.toLowerCase().replace("-", " "));
    await submit(page);
    await answer(page);
    assert.equal(new URL(page.url()).pathname, "/cam-on");
    await context.close();
  });

  test("sheets fit their paper: one page each, codes of 22 mm and more, no word cut off", async () => {
    const demo = running();
    await print(demo, 2, async (page) => {
      const measures = await page.evaluate(() =>
        [...document.querySelectorAll(".slip")].map((slip) => {
          const code = slip.querySelector("svg.qr");
          const modules = code.viewBox.baseVal.width;
          const words = slip.querySelector(".words");
          return {
            code: (code.getBoundingClientRect().width * (modules - 8)) / modules,
            cut: Math.max(words.scrollHeight - words.clientHeight, words.scrollWidth - words.clientWidth),
          };
        }),
      );
      assert.equal(measures.length, 48);
      for (const { code, cut } of measures) {
        assert.ok(code >= 22 * MM, `${code / MM} mm`);
        assert.ok(cut <= 1, `${cut} px do not fit`);
      }
      await assertAccessible(page, "the sheets");
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      assert.equal(pdf.match(/\/Type\s*\/Page\b/g)?.length, 2, "a page a sheet");
      const [, width, height] = pdf.match(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/);
      assert.deepEqual([Math.round(width), Math.round(height)], [595, 842], "A4 upright");
    });
  });

  test("axe has nothing to say about the pages of slips", async () => {
    const demo = running();
    const { context, page } = await openPage(demo);
    await signIn(demo, page, "officer");
    for (const viewport of [{ width: 1280, height: 800 }, PHONE.viewport]) {
      await page.setViewportSize(viewport);
      for (const path of [`${DESK}?lang=en`, `${DESK}?lang=vi`, "/q?lang=vi", "/q?lang=en", "/q/AAAAAAAAAA"]) {
        await page.goto(path);
        await assertAccessible(page, path);
      }
    }
    await context.close();
  });
}

/** Prints sheets as the officer; resolves with what `read` makes of the page that holds them. */
async function print(demo, sheets, read) {
  const { context, page } = await openPage(demo);
  await signIn(demo, page, "officer");
  await page.goto(DESK);
  await page.locator("input[name=sheets]").fill(String(sheets));
  await page.locator(`form[action="${DESK}"] button`).click();
  await page.locator(".slip").last().waitFor();
  const found = await read(page);
  await context.close();
  return found;
}

const readCodes = (page) => page.locator(".code").allTextContents();

const readAddresses = async (page) => (await readCodes(page)).map((code) => `/q/${code.replace("-", "")}`);

async function answer(page) {
  await page.locator('input[name="chung"][value="4"]').check({ force: true });
  await submit(page);
}

async function submit(page) {
  const button = page.locator("main form button[type=submit]").last();
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

async function assertRefused(page) {
  await page.locator("h1", { hasText: "Mã này không dùng được" }).waitFor();
  assert.equal(await page.locator("main form").count(), 0, "there is nothing to fill in");
}
