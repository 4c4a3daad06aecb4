// The kiosk: one question a screen. Answers live in the page's controls and nowhere else; a reset
// puts an untouched copy of the page in their place.

import { randomId } from "./identity.js";
import { openQueue } from "./queue.js";
import { createSound } from "./sound.js";
import { allSteps, fill, hasAnswer, keep, place, rotate, rotated, settle, sheets, shown, stepAt, steps } from "./steps.js";
import { countDown, inTime, stayAwake, watchAway, watchQuiet } from "./idle.js";

/** As the settings count it. */
const LOUDEST = 0.8;
const LONGEST_READING = 120_000;

const root = document.documentElement;
const { body } = document;
const sound = createSound();
/** Language to untouched page. */
const pages = new Map();
let main = document.querySelector("main");
const home = main.dataset.language;

/** The visit: what is known of the person in front, forgotten at every reset. */
let visit;
let stopCounting = () => {};
let isPlaying = false;
let playedSince;
let isStale = false;

const one = (selector, within = main) => within.querySelector(selector);
const screen = (name) => one(`section[data-screen="${name}"]`);
const seconds = (name) => Number(main.dataset[name]);
const now = () => performance.now();

const newVisit = () => ({ at: "attract", step: "", before: "", startedAt: null, section: undefined, apart: 0, ids: undefined, assisted: "self", isSaving: false, fromCheck: false });

// Screens

/** The question one is at; a language more or an answer less never leads elsewhere. */
const current = () => stepAt(main, visit.step);
const section = () => (visit.at === "step" ? current() : screen(visit.at));

/** Shows one section and nothing else; its heading takes the focus. */
function show(section) {
  stopCounting();
  quieten();
  const isStep = "kind" in section.dataset;
  visit.at = isStep ? "step" : section.dataset.screen;
  if (isStep) visit.step = section.dataset.name;
  visit.apart = apart();
  visit.apartSince = isStep && rotated(section) && now();
  body.dataset.at = visit.at;
  for (const other of main.querySelectorAll("section[data-screen]")) other.hidden = other !== section;
  one(".listen").hidden = !sound.canPlay(section);
  one(".device").hidden = sound.kind(section) !== "device";
  one(".helping").hidden = visit.assisted === "self";
  one(".enough").replaceChildren();
  paintWays(section);
  if (isStep) paintProgress(section);
  scrollTo(0, 0);
  const heading = one("h2", section);
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Milliseconds at the rotating block: they are no part of the form's own. */
const apart = () => visit.apart + (visit.apartSince ? now() - visit.apartSince : 0);

function paintProgress(step) {
  const isCounted = "numbered" in step.dataset;
  const { number, of } = place(main, step);
  const [count, optional] = main.querySelectorAll(".progress");
  fill(count, { i: number, n: of });
  count.hidden = !isCounted;
  optional.hidden = isCounted;
  main.style.setProperty("--woven", (isCounted ? number - 1 : number) / of);
}

/** What the strong button says, and whether one may send early. */
function paintWays(section) {
  const isEnd = visit.at === "check" || isLast(section);
  const word = visit.isSaving ? "saving" : isEnd ? "send" : "next";
  for (const name of ["next", "send", "saving"]) one(`.on .${name}`).hidden = name !== word;
  one(".on .scripted").hidden = word !== "next";
  one(".on").disabled = visit.isSaving;
  one(".now").hidden = isEnd || visit.isSaving || !hasAnswer(main, visit.section);
}

/** The last question, where no check follows. */
const isLast = (step) => !screen("check") && steps(main).at(-1) === step;

function move(by) {
  const all = steps(main);
  const next = all[all.indexOf(current()) + by];
  if (next) show(next);
  else if (by < 0) show(screen("privacy"));
  else showCheck();
}

function resume(at) {
  visit.at = at;
  if (at === "check") showCheck();
  else show(section());
}

function interrupt(name) {
  if (visit.at !== "idle" && visit.at !== "languages") visit.before = visit.at;
  show(screen(name));
}

function showCheck() {
  const row = one("template", screen("check")).content;
  const list = one(".given");
  list.replaceChildren(
    ...steps(main).map((step) => {
      const copy = row.cloneNode(true);
      const asked = one(".asked", step).textContent;
      const button = one("button", copy);
      one("dt", copy).textContent = asked;
      one("dd", copy).textContent = shown(step) || list.dataset.none;
      button.dataset.name = step.dataset.name;
      button.setAttribute("aria-label", `${button.textContent}: ${asked}`);
      return copy;
    }),
  );
  show(screen("check"));
}

// Sound

function listen(container) {
  if (!sound.canPlay(container)) return;
  isPlaying = true;
  playedSince = now();
  paintListen();
  sound.play(container, quieten);
}

function quieten() {
  if (isPlaying) sound.stop();
  isPlaying = false;
  paintListen();
}

function paintListen() {
  const [play, stop] = one(".listen").children;
  play.hidden = isPlaying;
  stop.hidden = !isPlaying;
  one(".listen").classList.toggle("playing", isPlaying);
}

/** Whoever listens is there, though no screen takes two minutes to read. */
const isHeard = () => isPlaying && now() - playedSince < LONGEST_READING;

// Languages

/** Puts an untouched page of that language in place of the one shown. */
function mount(language) {
  const page = pages.get(language);
  const fresh = document.importNode(page.main, true);
  main.replaceWith(fresh);
  main = fresh;
  root.lang = page.lang;
  document.title = page.title;
  for (const row of main.querySelectorAll("[data-tongue]")) row.hidden = !pages.has(row.dataset.tongue);
}

async function load(language) {
  try {
    const answer = await fetch(`${location.pathname}?lang=${language}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fetched = one("main", page);
    if (!answer.ok || fetched?.dataset.form !== main.dataset.form) return;
    pages.set(language, { main: fetched, lang: page.documentElement.lang, title: page.title });
    for (const row of main.querySelectorAll(`[data-tongue="${language}"]`)) row.hidden = false;
  } catch {
    // Without network the language is not offered until it comes back.
  }
}

const loadMissing = () => {
  for (const { dataset } of screen("languages").querySelectorAll("[data-tongue]")) {
    if (!pages.has(dataset.tongue)) load(dataset.tongue);
  }
};

function speak(language) {
  const at = visit.at === "languages" ? visit.before : "privacy";
  const carry = keep(main);
  mount(language);
  if (visit.section) rotate(main, visit.section);
  carry(main);
  for (const step of allSteps(main)) settle(step);
  resume(at);
  listen(section());
}

// The end of a visit

/** Nothing of the answer is left: not in the page, not in a variable, not in the sound. */
function reset() {
  stopCounting();
  quieten();
  forget();
  mount(home);
  visit = newVisit();
  show(screen("attract"));
  if (isStale) renew();
}

function forget() {
  one("form").reset();
  one(".given")?.replaceChildren();
}

async function count(name) {
  try {
    await (await openQueue()).count(name);
  } catch {
    // A count is worth less than the visit it counts.
  }
}

function abandon() {
  if (visit.startedAt !== null) count("abandoned");
  if (visit.ids) withdraw(visit.ids);
  reset();
}

/** What nobody was thanked for is not sent either, should a slow disk have kept it after all. */
const withdraw = async (ids) => (await openQueue()).withdraw(...ids);

async function send() {
  if (visit.isSaving) return;
  if (!hasAnswer(main, visit.section)) return show(screen("nothing"));
  const sending = visit;
  // Tried again they are the same sheets: the queue takes an id once.
  visit.ids ??= [randomId(), randomId()];
  visit.isSaving = true;
  paintWays(section());
  try {
    const time = apart();
    await inTime(store(sheets(main, visit, [now() - visit.startedAt - time, time])));
  } catch {
    visit.isSaving = false;
    if (visit === sending) show(screen("failed"));
    return;
  }
  if (visit === sending) thank(visit.ids);
}

const store = async (all) => (await openQueue()).put(...all);

/** Thanks for sheets that are on disk: the controls need not hold them any longer. */
async function thank(ids) {
  const thanked = (visit = { ...newVisit(), assisted: visit.assisted });
  forget();
  show(screen("thanks"));
  stopCounting = countDown(screen("thanks"), seconds("thanks"), isHeard, reset);
  try {
    const queue = await openQueue();
    await queue.flush({ now: false });
    if (!(await queue.isSent(...ids)) || visit !== thanked) return;
    one(".kept").hidden = true;
    one(".sent").hidden = false;
  } catch {
    // It is kept; it is sent another time.
  }
}

// What a touch does

const acts = {
  join() {
    if (visit.startedAt === null) {
      visit.startedAt = now();
      count("started");
      visit.section = rotate(main);
    }
    show(steps(main)[0]);
  },
  leave() {
    if (visit.startedAt === null) count("declined");
    abandon();
  },
  listen: () => (isPlaying ? quieten() : listen(section())),
  languages: () => interrupt("languages"),
  back: () => (visit.at === "check" ? show(steps(main).at(-1)) : move(-1)),
  now: send,
  again() {
    resume("step");
    send();
  },
  stay: () => resume(visit.before),
  first: () => show(steps(main)[0]),
  change({ dataset }) {
    visit.step = dataset.name;
    visit.fromCheck = true;
    resume("step");
  },
  wipe: abandon,
  done: reset,
};

function goOn() {
  if (visit.at === "check" || isLast(current())) return send();
  if (!visit.fromCheck) return move(1);
  visit.fromCheck = false;
  showCheck();
}

function onClick(event) {
  const { target, detail } = event;
  const act = target.closest("[data-do]");
  const tongue = target.closest("[data-tongue]");
  // The second tap of two was meant for the question before.
  if (detail > 1 && target.closest(".on") && visit.at === "step" && !shown(current())) event.preventDefault();
  else if (act) acts[act.dataset.do](act);
  else if (tongue) speak(tongue.dataset.tongue);
}

function onChange({ target }) {
  const step = target.closest("section[data-kind]");
  if (!step) return;
  const words = one(".enough");
  words.replaceChildren();
  if (!settle(step, target)) {
    words.append(one(".enough-words").content.cloneNode(true));
    listen(words);
  }
  paintWays(step);
}

/** Enter on an option chooses it; it never sends the form unseen. */
function onKey(event) {
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  event.preventDefault();
  event.target.click();
}

function start() {
  one("form").reset();
  pages.set(home, { main: main.cloneNode(true), lang: root.lang, title: document.title });
  root.classList.add("js");
  reset();
  if (location.hash === "#giup") {
    history.replaceState(null, "", location.pathname);
    help();
  }
  loadMissing();
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    goOn();
  });
  watchQuiet(
    seconds("quiet"),
    () => isHeard() || visit.isSaving || isAtRest() || ["thanks", "idle"].includes(visit.at),
    () => {
      if (visit.startedAt === null) return reset();
      interrupt("idle");
      stopCounting = countDown(screen("idle"), seconds("warning"), () => false, abandon);
      listen(screen("idle"));
    },
  );
  addEventListener("online", loadMissing);
  addEventListener("pagehide", abandon);
  addEventListener("pageshow", ({ persisted }) => persisted && reset());
  addEventListener("hailong-help", help);
  addEventListener("hailong-renew", () => {
    isStale = true;
    if (visit.at === "attract") renew();
  });
  setVolume().catch(() => {});
  stayAwake();
  watchAway(seconds("quiet"), abandon);
}

/** Help that was offered and not taken up ends like a visit. */
const isAtRest = () => visit.at === "attract" && visit.assisted === "self";

function renew() {
  isStale = false;
  location.reload();
}

/** Settings say so: an officer helps with the next sheet. */
function help() {
  visit.assisted = "officer";
}

/** Settings keep how loud, of the loudest there may be. */
const setVolume = async () => sound.setVolume(((await (await openQueue()).meta("volume")) ?? LOUDEST) / LOUDEST);

start();
