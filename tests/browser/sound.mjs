// What is heard: recorded at the desk, played at the counter, by real recordings in a real browser.

import assert from "node:assert/strict";
import test from "node:test";

import { assertAccessible } from "./accessibility.mjs";
import { COMMUNE, startCommune } from "./commune.mjs";
import { enrol, openPage, signIn } from "./demo.mjs";
import { begin, screen, tap, UPRIGHT } from "./tablet.mjs";

const DESK = `/don-vi/${COMMUNE}/am-thanh?tieng=hmn`;

/** A fifth of a second of silence in WAV, told apart by its last byte. */
function silence(mark) {
  const samples = 1_600;
  const wav = Buffer.alloc(44 + samples, 0x80);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + samples, 4);
  wav.write("WAVEfmt ", 8);
  [16, 0x0001_0001, 8_000, 8_000, 0x0008_0001].forEach((value, place) => wav.writeUInt32LE(value, 16 + 4 * place));
  wav.write("data", 36);
  wav.writeUInt32LE(samples, 40);
  wav[43 + samples] = mark;
  return wav;
}

/** A microphone that hears one tone. */
function humming() {
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext();
    const microphone = context.createMediaStreamDestination();
    const tone = context.createOscillator();
    tone.connect(microphone);
    tone.start();
    await context.resume();
    return microphone.stream;
  };
}

/** A device with a Vietnamese voice, which keeps what it said. */
function vietnameseVoice() {
  window.said = [];
  window.isSlow = false; // A slow voice is still at its first words when the test goes on.
  window.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  let speaking;
  const voices = {
    getVoices: () => [{ lang: "en-US" }, { lang: "vi-VN" }],
    cancel: () => cancelAnimationFrame(speaking),
    speak(utterance) {
      window.said.push([utterance.text, utterance.volume <= 0.8, document.querySelectorAll(".read").length]);
      if (!window.isSlow) speaking = requestAnimationFrame(() => utterance.onend());
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: voices });
}

export function soundTests(running) {
  test("a language is recorded, approved, offered and heard", async () => {
    const commune = await startCommune();
    const here = { ...running(), address: commune.address, accounts: commune.accounts };
    const { context, page } = await openPage(here, { viewport: { width: 1280, height: 800 } });
    await page.addInitScript(humming);
    await signIn(here, page, "officer");
    await page.goto(DESK);
    await assertAccessible(page, "nothing recorded");
    await recordFirst(page);
    await uploadTheRest(page);
    await page.reload();
    await assertAccessible(page, "all recorded");
    await page.locator("#speaker").fill("Giàng A Páo");
    await page.locator("#duyet button[type=submit]").click();
    await page.getByText("Giàng A Páo đã nghe và duyệt").waitFor();
    await context.close();
    await listenAtTheCounter(here, await commune.invite());
    await commune.remove();
  });

  test("without recordings the device's voice reads in order, says whose it is, and stops", async () => {
    const demo = running();
    const { context, page } = await openPage(demo, { viewport: UPRIGHT });
    await page.addInitScript(vietnameseVoice);
    await enrol(page, demo.address, await demo.invite());
    await screen(page, "attract");
    await page.locator("[data-screen=attract] [data-tongue=vi]").click();
    await screen(page, "privacy");
    const expected = await words(page, "privacy");
    await page.waitForFunction((n) => window.said.length === n && !document.querySelector(".read"), expected.length);
    const said = await page.evaluate(() => window.said);
    assert.deepEqual(said, expected.map((text) => [text, true, 1]), "each once, not too loud, one lit at a time");
    assert.ok(await page.getByText("giọng máy").isVisible(), "the page says whose voice it is");
    await tap(page, page.locator("[data-do=join]"));
    await screen(page, "question");
    await page.evaluate(() => (window.isSlow = true));
    await page.locator("[data-do=listen]").click();
    await page.waitForFunction((n) => window.said.length > n && document.querySelector(".read"), said.length);
    await page.locator("[data-do=back]").click();
    await screen(page, "privacy");
    const before = await page.evaluate(() => [window.said.length, document.querySelectorAll(".read").length]);
    assert.equal(before[1], 0, "nothing is lit after going on");
    await tap(page, page.locator("[data-do=join]"));
    await page.locator("section[data-kind]:not([hidden]) input").first().check({ force: true });
    assert.equal(await page.evaluate(() => window.said.length), before[0], "choosing is silent");
    await context.close();
  });
}

/** Records the first text with the microphone, hears it and saves it. */
async function recordFirst(page) {
  const row = page.locator(".texts li").first();
  await row.locator("[data-record]").click();
  await page.locator(".recording").waitFor();
  await page.waitForFunction(() => document.querySelector(".recording").textContent.endsWith("1"));
  await row.locator("[data-record]").click();
  await row.locator(".take button").click();
  await page.waitForURL(/#k-/);
  const saved = page.locator(".texts li").first().locator(".heard audio");
  const end = await saved.evaluate(
    (audio) =>
      new Promise((resolve) => {
        audio.onended = () => resolve("ended");
        audio.onerror = () => resolve(audio.error.message);
        audio.play();
      }),
  );
  assert.equal(end, "ended", "what was recorded is heard to its end");
}

async function uploadTheRest(page) {
  const missing = page.locator(".texts li.missing form.recorder");
  const actions = await missing.evaluateAll((forms) => forms.map((form) => form.getAttribute("action")));
  for (const [place, action] of actions.entries()) {
    const file = { name: "a.wav", mimeType: "audio/wav", buffer: silence(place) };
    const kept = await page.request.post(action, { multipart: { tep: file }, maxRedirects: 0 });
    assert.equal(kept.status(), 303, action);
  }
}

/** Mông text is Vietnamese; what is heard is Mông, from the first touch. */
async function listenAtTheCounter(here, code) {
  const { context, page, urls } = await openPage(here, { viewport: UPRIGHT });
  await enrol(page, here.address, code);
  await begin(page, "hmn");
  const clips = await page.$$eval("section[data-screen=privacy] [data-say]", (texts) =>
    texts.map((text) => text.dataset.clip),
  );
  assert.ok(clips.length > 5 && clips.every(Boolean), "every text has its recording");
  const heard = () => new Set(urls.map((url) => new URL(url).pathname));
  assert.ok(heard().has(clips[0]), "its own name is heard when it is touched");
  assert.equal(await page.locator(".device:visible").count(), 0, "a person speaks");
  await context.close();
}

const words = (page, name) =>
  page.$$eval(`section[data-screen=${name}] [data-say]`, (texts) => texts.map((text) => text.textContent.trim()));
