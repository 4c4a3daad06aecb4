// A quarter from opening to publication: a commune and its province, each on a server of its own,
// exchanging files; played by officer, leader, province and publisher in a browser.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";

import { assertAccessible } from "./accessibility.mjs";
import { serve } from "./commune.mjs";
import { assertQuiet, command, openPage, signIn } from "./demo.mjs";

const COMMUNE = "01141";
const PROVINCE = "08";
const PASSWORD = "một câu dài để thử";

/** A node in a folder of its own, with accounts by role, not yet serving. */
async function node(folder, unit, roles) {
  const data = path.join(folder, unit);
  const cli = (args, input) => command(data, args, input);
  await cli(["init", "--unit", unit]);
  const accounts = {};
  for (const role of roles) {
    accounts[role] = { name: `${role}.${unit}`, unit, password: PASSWORD };
    await cli(["user", "add", accounts[role].name, "--role", role, "--unit", unit, "--password-stdin"], PASSWORD);
  }
  return { data, cli, accounts };
}

/** The reporting quarter before today's in Việt Nam: its name and its two days. */
function lastQuarter() {
  const today = new Date(Date.now() + 7 * 3_600_000);
  // Days up to the 14th belong to the month before, so that quarters begin with a month here.
  const shifted = new Date(today.getTime() - 14 * 86_400_000);
  const running = shifted.getUTCFullYear() * 4 + Math.floor(((shifted.getUTCMonth() + 1) % 12) / 3) + (shifted.getUTCMonth() === 11 ? 4 : 0);
  const quarter = running - 1;
  const year = Math.floor(quarter / 4);
  const number = (quarter % 4) + 1;
  const day = (month, date) => new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
  const first = (number - 1) * 3 - 1;
  return { period: `${year}-Q${number}b`, from: day(first, 15), to: day(first + 3, 14) };
}

/** A browser context signed in as an account of a node. */
async function visit(browser, running, role, work) {
  const server = { ...running, browser };
  const visit = await openPage(server, { acceptDownloads: true });
  await signIn(server, visit.page, role);
  const result = await work(visit.page);
  assertQuiet(server, visit);
  await visit.context.close();
  return result;
}

async function press(page, selector) {
  await Promise.all([page.waitForEvent("load"), page.locator(selector).click()]);
}

/** The one next step of the report, as its filled button. */
async function take(page, address, { position } = {}) {
  await page.goto(address);
  if (position) await page.locator(".next-step [name=position]").fill(position);
  await press(page, ".next-step form button[type=submit]");
}

async function save(page, selector, file) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(selector).click()]);
  await writeFile(file, await readFile(await download.path()));
  return file;
}

async function hand(page, address, file) {
  await page.goto(address);
  await page.setInputFiles("input[name=tep]", file);
  await press(page, "form:has(input[name=tep]) button[type=submit]");
}

const figure = async (page) => (await page.locator(".figure").first().innerText()).replace(/\s/g, "");

export function quarterTests(running) {
  test("a quarter goes from opening to publication between two servers", async (context) => {
    const { browser } = running();
    const folder = await mkdtemp(path.join(tmpdir(), "hailong-quarter-"));
    const file = (name) => path.join(folder, name);
    const { period, from, to } = lastQuarter();
    const commune = await node(folder, COMMUNE, ["officer", "leader"]);
    const province = await node(folder, PROVINCE, ["province", "publisher"]);
    await commune.cli(["unit", "trust", PROVINCE, "--key", "-"], await province.cli(["key", "show"]));
    await province.cli(["unit", "trust", COMMUNE, "--key", "-"], await commune.cli(["key", "show"]));
    await commune.cli(["simulate", "--seed", "7", "--units", "1", "--answers", "400", "--from", from, "--to", to]);
    const servers = await Promise.all([serve(commune.data, "127.0.0.1:0"), serve(province.data, "127.0.0.1:0")]);
    context.after(async () => {
      for (const { child } of servers) child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    });
    commune.address = servers[0].address;
    province.address = servers[1].address;
    const report = `/don-vi/${COMMUNE}/bao-cao?period=${period}`;
    const board = `/tinh/${PROVINCE}/nhac-nop?period=${period}`;

    // The province opens the round and hands out its signed file.
    await visit(browser, province, "province", async (page) => {
      await page.goto(`/tinh/${PROVINCE}/dot`);
      await page.locator("[name=id]").fill("quy-truoc");
      await page.locator("[name=title]").fill("Đợt khảo sát quý trước");
      await page.locator("[name=period]").fill(period);
      await page.locator("[name=rule]").selectOption("quota");
      await page.locator("[name=rule_number]").fill("300");
      await page.locator("[name=goal]").fill("85");
      await page.locator("[name=deadline]").fill(nextDay(to, 6));
      await press(page, ".open-round button[type=submit]");
      assert.match(await page.locator("main").innerText(), /Đợt khảo sát quý trước/);
      await save(page, "a[href='/api/v1/rounds/quy-truoc']", file("round"));
    });

    // The commune takes it on; its officer drafts, its leader confirms, the officer hands in.
    const shown = await visit(browser, commune, "officer", async (page) => {
      await hand(page, report, file("round"));
      assert.match(await page.locator("main").innerText(), /Đợt khảo sát quý trước/);
      await page.goto(`/don-vi/${COMMUNE}?period=${period}`);
      const shown = await figure(page);
      await take(page, report, { position: "Công chức Trung tâm" });
      await page.goto(report);
      assert.equal(await page.locator(".next-step form").count(), 0, "who drafted does not confirm");
      return shown;
    });
    await visit(browser, commune, "leader", (page) => take(page, report, { position: "Phó Chủ tịch" }));
    await visit(browser, commune, "officer", async (page) => {
      await take(page, report);
      await save(page, "form[action*='/goi'] button", file("bundle"));
      await save(page, "a[href*='/bao-cao/thu']", file("letter-1"));
    });

    // The province takes both in, sends the report back once, and accepts it.
    await visit(browser, province, "province", async (page) => {
      await hand(page, board, file("bundle"));
      await hand(page, board, file("letter-1"));
      await page.goto(board);
      const back = page.locator(`form:has(input[value='${COMMUNE}']):has(textarea)`);
      await page.locator("details:has(textarea) summary").first().click();
      await back.locator("textarea").fill("Bổ sung lý do số phiếu tháng đầu quý ít");
      await Promise.all([page.waitForEvent("load"), back.locator("button[type=submit]").click()]);
      await page.goto(board);
      await save(page, "a[href*='/bao-cao/thu']", file("reply"));
    });
    await visit(browser, commune, "officer", async (page) => {
      await hand(page, report, file("reply"));
      assert.match(await page.locator(".next-step").innerText(), /Bổ sung lý do số phiếu tháng đầu quý ít/);
      await take(page, report);
    });
    await visit(browser, commune, "leader", async (page) => {
      await page.goto(report);
      assert.equal(await page.locator(".next-step [name=position]").inputValue(), "Phó Chủ tịch", "the position typed last");
      await take(page, report);
      await take(page, report);
      await save(page, "a[href*='/bao-cao/thu']", file("letter-2"));
    });
    await visit(browser, province, "province", async (page) => {
      await hand(page, board, file("letter-2"));
      await page.goto(board);
      await press(page, `form:has(input[value='${COMMUNE}']):has(input[value=accepted]) button[type=submit]`);
      await page.goto(`/don-vi/${COMMUNE}?period=${period}`);
      assert.equal(await figure(page), shown, "the province shows the commune's own figure");
      await page.goto(`/tinh/${PROVINCE}?period=${period}`);
      assert.equal(await page.locator("[data-identity=holds]").count(), 1);
    });

    // The publisher publishes, and everybody reads the same figure without an account.
    await visit(browser, province, "publisher", async (page) => {
      await page.goto(`/tinh/${PROVINCE}/cong-bo?period=${period}`);
      await assertAccessible(page, "cong-bo");
      assert.match(await page.locator("main").innerText(), /Tỉnh đã tiếp nhận 1 trong/);
      await page.locator("[name=decision]").fill("12/TB-UBND");
      await page.locator("[name=decided_on]").fill(nextDay(to, 8));
      await page.locator("[name=unaccepted]").check();
      await page.locator("[name=confirmed]").check();
      await press(page, "form#cong-bo button[type=submit]");
    });
    const open = await openPage({ ...province, browser });
    for (const address of [`/ket-qua/${COMMUNE}`, `/ket-qua/${COMMUNE}/to-dan`, "/ket-qua"]) {
      await open.page.goto(address);
      await assertAccessible(open.page, address);
    }
    await open.page.goto(`/ket-qua/${COMMUNE}`);
    const words = await open.page.locator("main").innerText();
    assert.ok(words.replace(/\s/g, "").includes(shown), `${shown} stands in public`);
    assert.match(words, /12\/TB-UBND/);
    await open.context.close();
    await visit(browser, province, "province", async (page) => {
      await page.goto(report);
      assert.match(await page.locator(".history").innerText(), /12\/TB-UBND|Công bố|công bố/);
      await page.locator(".next-step form button[type=submit]").click();
      await page.waitForLoadState();
    });

    for (const { child, ended } of servers) {
      child.kill("SIGTERM");
      assert.equal(await ended, 0, "SIGTERM ends the server cleanly");
    }
  });
}

function nextDay(iso, days) {
  return new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);
}
