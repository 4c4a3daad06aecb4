// The page of a code looks after itself until a tablet has used it.
const CHECK_EVERY = 3_000;

async function look() {
  try {
    const response = await fetch(location.href, { cache: "no-store" });
    // Whoever was signed out meanwhile keeps what they see.
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (show(page.querySelector("[data-state]"), page.title)) return;
  } catch {
    // The next look may reach the server again.
  }
  setTimeout(look, CHECK_EVERY);
}

/** Shows what is new; whether that is the end of it. */
function show(now, title) {
  const shown = document.querySelector("[data-state]");
  if (now.dataset.state === "open") {
    const [before, after] = [shown, now].map((main) => main.querySelector("[role=status]"));
    if (before.textContent !== after.textContent) before.textContent = after.textContent;
    return false;
  }
  document.title = title;
  shown.replaceWith(now);
  const heading = now.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus();
  return true;
}

setTimeout(look, CHECK_EVERY);
