// The page of a code looks after itself until a tablet has used it.
const CHECK_EVERY = 3_000;

async function look() {
  const shown = document.querySelector("[data-state]");
  try {
    const response = await fetch(location.href, { cache: "no-store" });
    // Whoever was signed out meanwhile keeps what they see.
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.querySelector("[data-state]");
    if (now.dataset.state !== shown.dataset.state) {
      document.title = page.title;
      shown.replaceWith(now);
    }
    if (!now.dataset.state.startsWith("open")) return;
  } catch {
    // The next look may reach the server again.
  }
  setTimeout(look, CHECK_EVERY);
}

setTimeout(look, CHECK_EVERY);
