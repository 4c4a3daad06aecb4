// The kiosk: one question a screen. Without this file the page is one plain form.
document.documentElement.classList.add("js");
