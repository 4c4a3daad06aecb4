// What stands in the controls: which questions apply, what was chosen, and the sheet made of it.

import { draw } from "./chance.js";
import { collectedAt } from "./identity.js";
import { halfDay } from "./queue.js";

const STEP = "section[data-kind]";

/** Every question and the comment, in page order. */
export const allSteps = (main) => [...main.querySelectorAll(STEP)];

/** The questions that apply to what was chosen so far. */
export const steps = (main) => allSteps(main).filter((step) => applies(main, step));

/**
 * The question of that name, else the first; for one of a rotating block that this language does
 * not ask, what follows the form's own questions.
 */
export function stepAt(main, name) {
  const all = steps(main);
  const found = all.find(({ dataset }) => dataset.name === name);
  if (found || !name.includes(".")) return found ?? all[0];
  const last = all.findLastIndex(({ dataset }) => "numbered" in dataset);
  return all[last + 1] ?? all[last];
}

/** Number of `step` among those that count, and how many count. */
export function place(main, step) {
  const all = allSteps(main);
  const counted = all.filter((other) => "numbered" in other.dataset);
  const sure = counted.filter((other) => applies(main, other));
  // A question that depends on one still to be answered may yet be asked.
  const open = counted.filter((other) => !sure.includes(other) && all.indexOf(depended(main, other)) >= all.indexOf(step));
  return { number: sure.filter((other) => all.indexOf(other) <= all.indexOf(step)).length, of: sure.length + open.length };
}

/** Values chosen, as the page sends them. */
export const chosen = (step) => [...step.querySelectorAll("input:checked")].map((input) => input.value);

/** What the person reads of the answer given; empty: none. */
export const shown = (step) =>
  step.querySelector("textarea")?.value.trim() ||
  [...step.querySelectorAll("input:checked + label .word")].map((word) => word.textContent).join("; ");

/** Section of the rotating block that a question is of; `undefined`: it is the form's own. */
export const rotated = ({ dataset }) => /^(.*)\./.exec(dataset.name)?.[1];

/**
 * Puts a section of the round's rotating block after the form's own questions, before those about
 * the person: `section`, or one drawn if today is a day of the round. Returns which.
 */
export function rotate(main, section) {
  const block = main.querySelector(".rotating");
  const today = halfDay().slice(0, 10);
  if (!block || !(section || (block.dataset.from <= today && today <= block.dataset.to))) return section;
  const all = [...block.content.children];
  const sections = [...new Set(all.map(rotated))];
  section ??= sections[draw(sections.length)];
  const own = allSteps(main).filter(({ dataset }) => "numbered" in dataset);
  own.at(-1).after(...all.filter((step) => rotated(step) === section).map((step) => step.cloneNode(true)));
  return section;
}

/** Answers, service field and comment in the shape a sheet has: the form's, or those of a section. */
function content(main, section) {
  const sheet = { answers: {} };
  for (const step of steps(main)) {
    const { name, kind } = step.dataset;
    const value = valueOf(step, kind);
    if (value === undefined || rotated(step) !== section) continue;
    if (kind === "service" || kind === "comment") sheet[kind] = value;
    else sheet.answers[name.split(".").at(-1)] = value;
  }
  return sheet;
}

/**
 * A visit's sheets, each where its questions were answered: the form's, and that of the section
 * drawn, which names nothing of the first. `times` are the milliseconds of each.
 */
export function sheets(main, { ids, assisted, section }, times) {
  const { form, language } = main.dataset;
  const collected_at = collectedAt();
  const sheet = (at, more) => ({
    id: ids[at],
    collected_at,
    duration_s: Math.min(Math.round(times[at] / 1000), 86_400),
    assisted,
    ...more,
  });
  const all = isAnswered(main) ? [sheet(0, { form, language, ...content(main) })] : [];
  if (!section || !isAnswered(main, section)) return all;
  const block = main.querySelector(".rotating").dataset;
  return [...all, sheet(1, { form: block.form, sections: [section], ...content(main, section) })];
}

/** Whether there is anything to send, of the form or of the section drawn. */
export const hasAnswer = (main, section) => isAnswered(main) || isAnswered(main, section);

/** The server takes no sheet that says only who answered, or for which service. */
const isAnswered = (main, section) =>
  steps(main).some((step) => {
    const isCounted = "numbered" in step.dataset && step.dataset.kind !== "service";
    return isCounted && rotated(step) === section && chosen(step).length > 0;
  });

/** Chosen and written values, to be carried to the same controls of another language. */
export function keep(main) {
  const values = [...main.querySelectorAll("input:checked, textarea")].map(({ name, value }) => [name, value]);
  return (other) => {
    for (const [name, value] of values) {
      for (const control of other.querySelectorAll(`[name="${name}"]`)) {
        if (control.matches("textarea")) control.value = value;
        else if (control.value === value) control.checked = true;
      }
    }
  };
}

const isOutside = (input) => input.closest(".outside") !== null;

/**
 * Keeps a question of several answers within its rules after `input` was ticked.
 * Returns false when it was one too many and is taken back.
 */
export function settle(step, input) {
  const most = Number(step.dataset.most);
  if (!most) return true;
  const boxes = [...step.querySelectorAll("input[type=checkbox]")];
  const ticked = () => boxes.filter((box) => box.checked && !isOutside(box));
  const tooMany = input && !isOutside(input) && ticked().length > most;
  if (tooMany) input.checked = false;
  // An answer outside the options stands alone.
  else if (input?.checked) for (const box of boxes) if (box !== input && (isOutside(input) || isOutside(box))) box.checked = false;
  const full = ticked().length >= most;
  for (const box of boxes) box.toggleAttribute("data-full", full && !box.checked && !isOutside(box));
  fill(step, { n: ticked().length });
  return !tooMany;
}

/** Writes values into the words that wait for them. */
export function fill(within, values) {
  for (const element of within.querySelectorAll("[data-fill]")) {
    element.textContent = element.dataset.fill.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }
}

const depended = (main, step) => main.querySelector(`${STEP}[data-name="${step.dataset.if}"]`);

function applies(main, step) {
  if (!step.dataset.if) return true;
  const earlier = depended(main, step);
  const wanted = step.dataset.any.split(" ");
  return earlier !== null && applies(main, earlier) && chosen(earlier).some((value) => wanted.includes(value));
}

function valueOf(step, kind) {
  const area = step.querySelector("textarea");
  if (area) return area.value.trim().normalize("NFC") || undefined;
  const values = chosen(step);
  if (values.length === 0) return undefined;
  const [input] = step.querySelectorAll("input:checked");
  if (isOutside(input)) return values[0];
  if (kind === "multi") return values;
  return kind === "rating" ? Number(values[0]) : values[0];
}
