// Time: how long nobody has touched the screen, and seconds that run out.

const now = () => performance.now();

/** Calls `quiet` once nobody has touched anything for so long; while `busy()`, time stands still. */
export function watchQuiet(seconds, busy, quiet) {
  let since = now();
  const touched = () => (since = now());
  for (const type of ["pointerdown", "keydown", "input"]) addEventListener(type, touched, { capture: true, passive: true });
  setInterval(() => {
    if (busy()) touched();
    else if (now() - since >= seconds * 1000) {
      touched();
      quiet();
    }
  }, 500);
}

/** Counts down in `section` and then calls `end`; `held()` stops the clock. Returns what stops it. */
export function countDown(section, seconds, held, end) {
  let until = now() + seconds * 1000;
  let last = now();
  const tick = () => {
    if (held()) until += now() - last;
    last = now();
    const left = Math.max(0, Math.ceil((until - last) / 1000));
    for (const element of section.querySelectorAll("[data-seconds]")) element.textContent = left;
    section.querySelector(".ring").style.setProperty("--left", left / seconds);
    if (left > 0) return;
    stop();
    end();
  };
  const timer = setInterval(tick, 250);
  const stop = () => clearInterval(timer);
  tick();
  return stop;
}

/** Calls `away` when the screen was dark for so long, or the clock cannot say: the person has left. */
export function watchAway(seconds, away) {
  let since;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) since = Date.now();
    else if (!(Date.now() >= since && Date.now() - since < seconds * 1000)) away();
  });
}

/** Gives `work` ten seconds: whoever waits longer is told that it failed. */
export const inTime = (work) => Promise.race([work, new Promise((_, reject) => setTimeout(reject, 10_000))]);

/** Keeps the screen lit while the page is shown. */
export function stayAwake() {
  const light = async () => {
    try {
      if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen");
    } catch {
      // The tablet's own settings decide then.
    }
  };
  light();
  document.addEventListener("visibilitychange", light);
}
