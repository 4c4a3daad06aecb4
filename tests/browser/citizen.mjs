// What a citizen does: answers without JavaScript, answers by keyboard, leaves no trace in a URL.

import assert from "node:assert/strict";
import test from "node:test";

import { assertQuiet, openPage } from "./demo.mjs";

const FORM = "/phieu/01141/hai-long-quay";
const ANSWERS = {
  "muc-dich": "nhan-ket-qua",
  chung: "5",
  "tiep-can": "4",
  "thu-tuc": "3",
  "cong-chuc": "5",
  "ket-qua": "2",
};

export function citizenTests(running) {
  test("a citizen answers the plain page with JavaScript off and is thanked", async () => {
    const demo = running();
    const visit = await openPage(demo, { javaScriptEnabled: false });
    const { page } = visit;
    await page.goto(FORM);
    for (const [question, value] of Object.entries(ANSWERS)) {
      await choose(page, question, value);
    }
    await submit(page);
    const url = new URL(page.url());
    assert.match(url.pathname, /^\/cam-on(\/vi)?$/);
    assert.equal(url.search, "", "the thank-you has no query");
    assertQuiet(demo, visit);
    await visit.context.close();
  });

  test("no answer stands in any URL", async () => {
    const demo = running();
    const visit = await openPage(demo, { javaScriptEnabled: false });
    await visit.page.goto(FORM);
    await choose(visit.page, "chung", "1");
    await submit(visit.page);
    for (const text of visit.urls) {
      const url = new URL(text);
      const names = [...url.searchParams.keys()].filter((name) => name !== "lang");
      assert.deepEqual(names, [], `${url} carries more than the language`);
      assert.equal(url.hash, "", `${url} carries a fragment`);
    }
    await visit.context.close();
  });

  test("a page without an answer comes back with what is missing, and nothing is stored", async () => {
    const demo = running();
    const visit = await openPage(demo, { javaScriptEnabled: false });
    await visit.page.goto(FORM);
    await submit(visit.page);
    assert.doesNotMatch(new URL(visit.page.url()).pathname, /cam-on/);
    await visit.page.locator("fieldset").first().waitFor();
    await visit.context.close();
  });

  test("the keyboard alone is enough", async () => {
    const demo = running();
    const visit = await openPage(demo, { javaScriptEnabled: false });
    await visit.page.goto(FORM);
    await answerByKeyboard(visit.page);
    assert.match(new URL(visit.page.url()).pathname, /^\/cam-on/);
    await visit.context.close();
  });

  test("every question is a fieldset with a legend", async () => {
    const demo = running();
    const { context, page } = await openPage(demo);
    await page.goto(FORM);
    const fieldsets = await page.locator("fieldset").count();
    assert.ok(fieldsets >= Object.keys(ANSWERS).length, `${fieldsets} fieldsets`);
    assert.equal(await page.locator("fieldset > legend").count(), fieldsets);
    await context.close();
  });
}

/** Ticks an answer where a finger would: in the middle of what it sees, whatever lies on top. */
async function choose(page, question, value) {
  const input = page.locator(`input[name="${question}"][value="${value}"]`);
  const label = page.locator(`label[for="${await input.getAttribute("id")}"]`);
  await label.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await label.boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
  assert.ok(await input.isChecked(), `${question} takes ${value}`);
}

async function submit(page) {
  const button = page.locator("main form button[type=submit]").last();
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

/** Goes from one stop to the next, ticks the first answer of each group, and sends with Enter. */
async function answerByKeyboard(page) {
  for (let stop = 0; stop < 120; stop += 1) {
    await page.keyboard.press("Tab");
    const kind = await page.evaluate(() => {
      const { activeElement: element } = document;
      const isSubmit = element?.matches("main form button[type=submit]");
      return isSubmit ? "submit" : element?.matches("input[type=radio]") ? "radio" : "other";
    });
    if (kind === "radio") await page.keyboard.press("Space");
    if (kind === "submit") {
      await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
      return;
    }
  }
  assert.fail("the button to send was not reached with the Tab key");
}
