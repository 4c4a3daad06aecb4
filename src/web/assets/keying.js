// Typing paper in by keyboard: the key printed in a box ticks it, Enter goes on, 0 leaves blank.
// Without this the same page works by mouse and Tab.

const form = document.querySelector("form.keying");
const rows = form ? [...form.querySelectorAll("[data-row]")] : [];
const submit = form?.querySelector("button[type=submit]");

function go(to) {
  const row = rows[Math.max(0, to)];
  const target = row?.querySelector("input:checked, input, textarea") ?? submit;
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

function isTyping(control) {
  return control.tagName === "TEXTAREA" || control.type === "text" || control.type === "date";
}

form?.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-row]");
  const at = rows.indexOf(row);
  const isArea = event.target.tagName === "TEXTAREA";
  if (event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Enter" && event.target.type !== "submit" && event.target.tagName !== "A") {
    if (isArea && !event.ctrlKey) return;
    event.preventDefault();
    go(row ? at + 1 : 0);
    return;
  }
  if (!row || event.ctrlKey || isTyping(event.target)) return;
  if (event.key === "ArrowUp" || event.key === "Backspace") {
    event.preventDefault();
    go(at - 1);
  } else if (event.key === "ArrowDown") {
    event.preventDefault();
    go(at + 1);
  } else if (event.key === "0" || event.key === "-") {
    event.preventDefault();
    for (const box of row.querySelectorAll("input")) box.checked = box.dataset.key === "0";
    go(at + 1);
  } else {
    const tick = row.querySelector(`input[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!tick) return;
    event.preventDefault();
    tick.click();
    if (tick.type === "radio") go(at + 1);
    else tick.focus();
  }
});
