// Enrolment: the code from the QR's address goes into the field, the token into this tablet's
// database. Without this file the form does the same by its cookie alone.
import { openQueue } from "./queue.js";

const form = document.querySelector("[data-enrol]");
const field = form.elements.ma;
const wrong = document.getElementById("ma-wrong");
const button = form.querySelector("button");
const label = button.textContent;

if (location.hash) {
  field.value = location.hash.slice(1, 25);
  // A code does not stay in the address bar or the history.
  history.replaceState(null, "", location.pathname + location.search);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  button.textContent = form.dataset.busy;
  wrong.hidden = true;
  const problem = await enrol();
  if (!problem) return location.replace("/may/quay");
  button.disabled = false;
  button.textContent = label;
  wrong.textContent = problem;
  wrong.hidden = false;
  field.setAttribute("aria-invalid", "true");
  field.focus();
});

/** What is wrong, in words, or nothing. */
async function enrol() {
  // Opened first: once the code is redeemed, its answer is told to nobody again.
  const queue = await openQueue().catch(() => undefined);
  let enrolled;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ ma: field.value }),
    });
    if (response.status === 422) return form.dataset.refused;
    if (!response.ok) return form.dataset.unreached;
    enrolled = await response.json();
  } catch {
    return form.dataset.unreached;
  }
  if (!queue) return undefined;
  const { id, token, unit, name } = enrolled;
  for (const [key, value] of Object.entries({ device: id, unit, name, token })) await queue.meta(key, value);
  return undefined;
}
