// The rotating block of a round, asked by a real tablet.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";

import { assertAccessible } from "./accessibility.mjs";
import { COMMUNE, quarter } from "./commune.mjs";
import { command } from "./demo.mjs";
import { isReadyOffline, withTablet } from "./offline.mjs";
import { answerAll, answerOnce, begin, person, screen, tap } from "./tablet.mjs";

const SECTIONS = ["tiep-can", "thu-tuc", "cong-chuc", "ket-qua", "phan-anh"];
const DAY = 86_400_000;

/** The first and the last day of the calendar quarter of today, and a day in the next one. */
function days() {
  const [year, part] = quarter().split("-Q").map(Number);
  const day = (time) => new Date(time).toISOString().slice(0, 10);
  const next = Date.UTC(year, part * 3, 1);
  return { last: day(next - DAY), after: day(next), due: day(next + 20 * DAY) };
}

/** Opens a round with the block at the province of `commune`, and takes it on there. */
async function hold(commune) {
  const folder = await mkdtemp(path.join(tmpdir(), "hailong-province-"));
  const [data, file, signed] = ["data", "round.toml", "signed.toml"].map((name) => path.join(folder, name));
  try {
    await command(data, ["init", "--unit", "08"]);
    await writeFile(
      file,
      `id = "thu"\nrevision = 1\ntitle = "Đợt thử"\nprovince = "08"\nperiod = "${quarter()}"
form = "hai-long-quay@1"\nrotating = "sipas-xa@1"\nmethod = "ty-le"\nchannels = ["tablet"]
targets = { ${COMMUNE} = 500 }\ndeadline = ${days().due}\ngrace_days = 0\n`,
    );
    await command(data, ["round", "open", file]);
    await command(data, ["round", "export", "thu", "--out", signed]);
    assert.match(await readFile(signed, "utf8"), /\nrotating = "sipas-xa@1"\n/);
    await commune.cli(["unit", "trust", "08", "--key", "-"], await command(data, ["key", "show"]));
    await commune.cli(["round", "accept", signed]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const withRound = (work) => withTablet(work, hold);

/** Rows of a form in the quarter. */
async function rows(commune, form, by) {
  const asked = ["results", "--unit", COMMUNE, "--period", quarter(), "--form", form, "--format", "json"];
  return JSON.parse(await commune.cli(by ? [...asked, "--by", by] : asked)).rows;
}

/** Waits until both forms have so many sheets. */
async function haveBoth(commune, own, rotated) {
  let found = [];
  for (let tries = 0; tries < 60; tries += 1) {
    found = await Promise.all(["hai-long-quay@1", "sipas-xa@1"].map(async (form) => (await rows(commune, form))[0]?.n ?? 0));
    if (found[0] >= own && found[1] >= rotated) break;
  }
  assert.deepEqual(found, [own, rotated]);
}

/** Answers everything, and tells the questions that were asked, in order. */
async function asked(page, choose, each = async () => {}) {
  const names = [];
  await answerAll(
    page,
    (name) => {
      names.push(name);
      return choose(name);
    },
    each,
  );
  return names;
}

/** Address of a script that the kiosk of this page imports. */
async function imported(page, name) {
  const kiosk = await page.evaluate(async () => (await fetch(document.querySelector("script[type=module]").src)).text());
  return new RegExp(`from "([^"]*${name}[^"]*)"`).exec(kiosk)[1];
}

/** Lets the tablet send what it may, and tells how many sheets still wait. */
async function left(page) {
  const flush = async (queue) => (await (await import(queue)).openQueue()).flush();
  return (await page.evaluate(flush, await imported(page, "queue"))).left;
}

/** From the first question to the first of the block. */
async function goToBlock(page) {
  for (let steps = 0; steps < 20 && !(await page.locator('form .question:visible input[name*="."]').count()); steps += 1) {
    await page.locator("button.on").click();
  }
  return page.locator("form .question:visible");
}

async function speak(page, tongue) {
  await page.locator("[data-do=languages]").click();
  await page.locator(`[data-screen=languages] [data-tongue=${tongue}]`).click();
}

/** Takes the block out of the English page, as out of one of a language that has it not recorded. */
function withoutBlockInEnglish() {
  const { fetch } = window;
  window.fetch = async (address, ...more) => {
    const answer = await fetch(address, ...more);
    if (!String(address).endsWith("?lang=en")) return answer;
    return new Response((await answer.text()).replace(/<template class="rotating".*?<\/template>/s, ""));
  };
}

const ofBlock = (name) => name.includes(".");

export function rotatingTests() {
  test("one section of the block is asked before the questions about the person, and is a sheet of its own", async () => {
    await withRound(async (commune, tablet) => {
      const { page } = tablet;
      await begin(page);
      const progress = new Set();
      const names = await asked(page, person(1), async (each) => {
        const shown = await each.locator(".progress").first().innerText();
        if (await each.locator(".progress").first().isVisible()) progress.add(shown.replace(/\s+/g, " "));
        await assertAccessible(each, "a round's question");
      });
      const section = names.find(ofBlock).split(".")[0];
      assert.ok(SECTIONS.includes(section), section);
      const at = names.findIndex(ofBlock);
      const drawn = names.filter((name) => name.startsWith(`${section}.`));
      assert.deepEqual(names.filter(ofBlock), drawn, "of one section");
      assert.ok(drawn.length >= 3 && drawn.length <= 5, drawn.join(", "));
      assert.equal(names[at - 1], "can-cai-thien", "after the form's own questions");
      assert.equal(names[at + drawn.length], "gioi-tinh", "before those about the person");
      const totals = new Set([...progress].map((words) => /trên (\d+)/.exec(words)[1]));
      assert.ok(Math.max(...totals) >= 8 + drawn.length, `the count has them: ${[...progress].join(" | ")}`);
      await page.locator("[data-screen=thanks] [data-do=done]").click();
      await screen(page, "attract");
      for (let answer = 2; answer <= 5; answer += 1) await answerOnce(page, person(answer));
      await haveBoth(commune, 5, 5);
      const questions = await rows(commune, "sipas-xa@1", "question");
      for (const { question, n, skipped, left_out, not_asked } of questions) {
        assert.equal(n + skipped + left_out + not_asked, 5, `${question}: every sheet, asked or not`);
      }
      assert.equal(questions.find(({ question }) => question === "chung").not_asked, 5);
    });
  });

  test("without a server and after a restart the block is asked, in either language, and four people's sheets wait for a fifth's", async () => {
    await withRound(async (commune, tablet) => {
      await isReadyOffline(tablet.page);
      await commune.stop();
      await tablet.shutDown();
      const page = await tablet.boot(`${commune.address}/may/quay`);
      await begin(page, "en");
      const inEnglish = await asked(page, (name) => (ofBlock(name) ? ["4"] : person(3)(name)));
      assert.ok(inEnglish.some(ofBlock));
      await page.locator("[data-screen=thanks] [data-do=done]").click();
      for (let answer = 0; answer < 3; answer += 1) await answerOnce(page, person(answer));
      await commune.start();
      await page.reload();
      await screen(page, "attract");
      assert.equal(await left(page), 8, "two each of four people");
      // Left unanswered, the block is no sheet.
      await answerOnce(page, (name) => (ofBlock(name) ? undefined : person(9)(name)));
      await haveBoth(commune, 5, 4);
    });
  });

  test("who answers only the block leaves its sheet, which waits for five of the form", async () => {
    await withRound(async (commune, { page }) => {
      for (let answer = 0; answer < 5; answer += 1) {
        await begin(page);
        const only = { "gioi-tinh": "nu", service: "ho-tich" };
        await asked(page, (name) => (ofBlock(name) ? "4" : only[name]));
        assert.ok(await page.locator("[data-screen=thanks] .kept").isVisible(), "it is not sent");
        await page.locator("[data-screen=thanks] [data-do=done]").click();
      }
      assert.equal(await left(page), 5);
      for (let answer = 0; answer < 5; answer += 1) {
        await answerOnce(page, (name) => (ofBlock(name) ? undefined : person(answer)(name)));
      }
      await haveBoth(commune, 5, 5);
      assert.equal(await left(page), 0);
    });
  });

  test("a language without the block goes on after the form's own questions, and the block comes back with its own", async () => {
    await withRound(async (_, { page }) => {
      await page.addInitScript(withoutBlockInEnglish);
      await page.reload();
      await begin(page);
      const field = await goToBlock(page);
      const name = await field.locator("input").first().getAttribute("name");
      await tap(page, field.locator(".option label").first());
      await speak(page, "en");
      assert.equal(await page.locator("main[data-language=en] .rotating").count(), 0);
      assert.equal(await field.locator("input").first().getAttribute("name"), "gioi-tinh");
      await page.locator("[data-do=back]").click();
      assert.equal(await field.locator("input").first().getAttribute("name"), "can-cai-thien");
      await speak(page, "vi");
      await page.locator("button.on").click();
      assert.equal(await field.locator("input").first().getAttribute("name"), name);
    });
  });

  test("another language keeps the section and its answers, and a visit that is wiped leaves none", async () => {
    await withRound(async (_, { page }) => {
      await begin(page);
      const field = await goToBlock(page);
      const name = await field.locator("input").first().getAttribute("name");
      await tap(page, field.locator(".option label").first());
      await speak(page, "en");
      assert.equal(await page.locator("form .question:visible input").first().getAttribute("name"), name);
      assert.equal(await page.locator("form .question:visible input:checked").count(), 1);
      await page.evaluate(() => dispatchEvent(new Event("pagehide")));
      await screen(page, "attract");
      assert.equal(await page.locator('form input[name*="."]').count(), 0, "the next person draws anew");
    });
  });

  test("a tablet without network stops at the period's end", async () => {
    await withRound(async (commune, tablet) => {
      await isReadyOffline(tablet.page);
      await commune.stop();
      const { last, after } = days();
      for (const [day, expected] of [[last, true], [after, false]]) {
        await tablet.page.clock.setFixedTime(`${day}T10:00:00+07:00`);
        await tablet.page.reload();
        await begin(tablet.page);
        const count = await tablet.page.locator('form input[name*="."]').count();
        assert.equal(count > 0, expected, day);
      }
      await commune.start();
    });
  });

  test("every section is drawn as often as the others", async () => {
    await withRound(async (_, { page }) => {
      const counts = await page.evaluate(async (steps) => {
        const { rotate } = await import(steps);
        const drawn = {};
        for (let n = 0; n < 2000; n += 1) {
          const main = document.querySelector("main").cloneNode(true);
          const section = rotate(main);
          drawn[section] = (drawn[section] ?? 0) + 1;
        }
        return drawn;
      }, await imported(page, "steps"));
      assert.deepEqual(Object.keys(counts).sort(), [...SECTIONS].sort());
      // 400 each; a standard deviation is 18.
      for (const [section, n] of Object.entries(counts)) assert.ok(Math.abs(n - 400) < 100, `${section}: ${n}`);
    });
  });
}
