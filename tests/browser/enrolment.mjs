// A tablet becomes a device of its unit: the officer's page on one side, the tablet on the other.

import assert from "node:assert/strict";
import test from "node:test";

import AxeBuilder from "@axe-core/playwright";

import { assertQuiet, openPage, signIn } from "./demo.mjs";

const SIZES = [
  { width: 800, height: 1280 },
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

let named = 0;

export function enrolmentTests(running) {
  test("an officer shows a code, a tablet scans it, and the officer's page says so", async () => {
    const demo = running();
    const officer = await openPage(demo, { viewport: SIZES[1] });
    const { name, whole } = await invite(demo, officer.page);
    const tablet = await openPage(demo, { viewport: SIZES[0] });
    await tablet.page.goto(whole);
    await waitForCode(tablet.page);
    assert.equal(new URL(tablet.page.url()).hash, "", "no code stays in the address");
    await tablet.page.locator("form button[type=submit]").click();
    await tablet.page.waitForURL("**/may/quay");
    await officer.page.locator("[data-state=enrolled]").waitFor();
    assert.equal(await officer.page.locator("h1").innerText(), `Máy “${name}” đã đăng ký`);
    await assertAccessible(officer.page, "enrolled");
    await officer.page.goto("/don-vi/01141/may");
    assert.match(await officer.page.locator("table").innerText(), new RegExp(name));
    for (const details of await officer.page.locator("summary").all()) await details.click();
    await assertAccessible(officer.page, "the list");
    assertQuiet(demo, officer);
    await officer.context.close();
    await tablet.context.close();
  });

  test("a code works without JavaScript, and a wrong one is given back to be mended", async () => {
    const demo = running();
    const officer = await openPage(demo);
    const { code } = await invite(demo, officer.page);
    await officer.context.close();
    const { context, page } = await openPage(demo, { javaScriptEnabled: false });
    await page.goto("/may");
    await page.locator("input[name=ma]").fill("7K3M 9ZD2");
    await page.locator("form button[type=submit]").click();
    assert.match(await page.locator("[role=alert]").innerText(), /Mã không đúng hoặc đã hết hạn/);
    await page.locator("input[name=ma]").fill(code.toLowerCase());
    await page.locator("form button[type=submit]").click();
    await page.waitForURL("**/may/quay");
    await context.close();
  });

  test("axe has nothing to say about enrolment, and nothing is wider than the screen", async () => {
    const demo = running();
    for (const viewport of SIZES) {
      const { context, page } = await openPage(demo, { viewport });
      for (const language of ["vi", "en"]) {
        await page.goto(`/may?lang=${language}`);
        await page.locator("input[name=ma]").fill("7K3M 9ZD2");
        await page.locator("form button[type=submit]").click();
        await page.locator("#ma-wrong:not([hidden])").waitFor();
        await assertAccessible(page, `${language} ${viewport.width}`);
      }
      await invite(demo, page);
      await assertAccessible(page, `the code ${viewport.width}`);
      await context.close();
    }
  });
}

/** Asks for a code as an officer; the tablet's name, the code, and the address in the QR code. */
async function invite(demo, page) {
  await signIn(demo, page, "officer");
  await page.goto("/don-vi/01141/may");
  named += 1;
  const name = `Quầy thử ${named}`;
  await page.locator("#name").fill(name);
  await page.locator("form[action$='/moi'] button").click();
  const code = (await page.locator(".invitation .code").innerText()).replace(" ", "");
  assert.match(code, /^[0-9A-Z]{8}$/);
  assert.equal(await page.locator("svg.qr").count(), 1);
  assert.ok(!page.url().includes(code), "no code stands in an address of the desk");
  return { name, code, whole: `${demo.address}/may#${code}` };
}

async function waitForCode(page) {
  await page.waitForFunction(() => document.querySelector("input[name=ma]").value.length === 8);
}

async function assertAccessible(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]), [], what);
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${what}: ${wide} wide on a screen of ${screen}`);
}
