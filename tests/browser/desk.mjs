// What officers and the province do: sign in, see figures, take files home.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

import { assertQuiet, openPage, signIn } from "./demo.mjs";

export function deskTests(running) {
  test("an officer signs in, sees the unit and downloads the workbook and the tallies", async () => {
    const demo = running();
    const visit = await openPage(demo, { acceptDownloads: true });
    const { page } = visit;
    await signIn(demo, page, "officer");
    assert.match(new URL(page.url()).pathname, /^\/don-vi\/01141/);
    assert.match(await page.locator("main").innerText(), /Nấm Dẩn/);
    const workbook = await download(page, "xlsx");
    assert.equal(workbook.subarray(0, 2).toString(), "PK", "a workbook is a ZIP file");
    const tallies = await download(page, "csv");
    assert.match(tallies.toString(), /unit_code.unit_edition.unit_name/);
    assertQuiet(demo, visit);
    await visit.context.close();
  });

  test("an officer does not see another unit, and cannot tell it from a missing one", async () => {
    const demo = running();
    const { context, page } = await openPage(demo);
    await signIn(demo, page, "officer");
    const foreign = await page.goto("/don-vi/00688");
    const missing = await page.goto("/don-vi/99999");
    assert.equal(foreign.status(), missing.status());
    assert.ok(foreign.status() >= 400 && foreign.status() < 500, String(foreign.status()));
    await context.close();
  });

  test("the province sees its 124 communes and that they sum to the province", async () => {
    const demo = running();
    const visit = await openPage(demo);
    const { page } = visit;
    await signIn(demo, page, "province");
    assert.match(new URL(page.url()).pathname, /^\/tinh\/08/);
    const links = page.locator("main table a[href^='/don-vi/']");
    const units = await links.evaluateAll((all) => all.map((a) => a.getAttribute("href").split(/[/?#]/)[2]));
    assert.equal(new Set(units).size, 124);
    assert.equal(await page.locator("[data-identity=holds]").count(), 1, "the identity is shown");
    assertQuiet(demo, visit);
    await visit.context.close();
  });

  test("the demo has a round with a goal, and dossiers that make rates", async () => {
    const demo = running();
    const visit = await openPage(demo);
    const { page } = visit;
    await signIn(demo, page, "province");
    await page.goto("/tinh/08/dot");
    const round = page.locator(".rounds tbody tr", { hasText: "minh-hoa" });
    const follow = await round.locator("a[href*='/nhac-nop']").getAttribute("href");
    const period = new URL(follow, demo.address).searchParams.get("period");
    await page.goto(`/don-vi/01141/bao-cao?period=${period}`);
    assert.match(await page.locator("main").innerText(), /Đợt khảo sát minh họa/);
    // The last whole month, of which the demo has every day whenever it is started.
    const today = new Date(Date.now() + 7 * 3_600_000);
    const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1)).toISOString().slice(0, 7);
    await page.goto(`/don-vi/01141?period=${month}`);
    const rates = await page.locator(".purposes tbody tr td:last-child").allInnerTexts();
    assert.equal(rates.filter((rate) => /^\d+,\d\d%$/.test(rate)).length, 2, rates.join("; "));
    await page.goto(`/tinh/08?period=${month}`);
    const ranked = await page.locator(".ranks-table tbody:not(.whole) td.rate").allInnerTexts();
    assert.ok(ranked.length > 0 && ranked.every((rate) => /^\d+,\d$/.test(rate)), ranked.join("; "));
    assertQuiet(demo, visit);
    await visit.context.close();
  });

  test("every account of the demo reaches its desk, and signs out", async () => {
    const demo = running();
    for (const role of ["officer", "leader", "province", "publisher", "admin"]) {
      const { context, page } = await openPage(demo);
      await signIn(demo, page, role);
      const desk = new URL(page.url()).pathname;
      assert.match(desk, /^\/(don-vi|tinh|quan-tri)/, role);
      await Promise.all([page.waitForEvent("load"), page.locator("header form button, header a[href='/dang-xuat']").first().click()]);
      await page.goto(desk);
      assert.match(new URL(page.url()).pathname, /^\/dang-nhap/, `${role} is signed out`);
      await context.close();
    }
  });

  test("a wrong password signs nobody in", async () => {
    const demo = running();
    const { context, page } = await openPage(demo);
    await page.goto("/dang-nhap");
    await page.locator("input[autocomplete=username]").fill(demo.accounts.officer.name);
    await page.locator("input[type=password]").fill("sai-mat-khau");
    await Promise.all([page.waitForEvent("load"), page.locator("main button[type=submit]").click()]);
    await page.goto("/don-vi/01141");
    assert.match(new URL(page.url()).pathname, /^\/dang-nhap/);
    await context.close();
  });
}

async function download(page, extension) {
  const link = page.locator(`a[href*="${extension}"]`).first();
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return readFile(await file.path());
}
