// Reads a screen aloud: recordings where there are any, else the device's own Vietnamese voice.

const LOUDEST = 0.8; // Ears under headphones are not ours to hurt.
const LONGEST = 30_000; // A voice or a network that never ends must not hold the screen.

export function createSound() {
  const audio = new Audio();
  const voices = window.speechSynthesis;
  let volume = 1;
  let utterance; // Chrome forgets one that nobody holds, and never says that it ended.
  let run = 0; // Whatever began under another number is over.

  const voice = () => voices?.getVoices().find(({ lang }) => /^vi\b/i.test(lang));
  const texts = (container) =>
    [...container.querySelectorAll("[data-say]")].filter((text) => !text.closest("[hidden]"));
  const kindOf = (text) =>
    text.dataset.clip ? "clip" : text.dataset.sayLang === "vi" && voice() ? "device" : "none";

  function kind(container) {
    const kinds = texts(container).map(kindOf);
    return ["device", "clip"].find((kind) => kinds.includes(kind)) ?? "none";
  }

  function play(container, onend) {
    stop();
    const mine = run;
    const queue = texts(container).filter((text) => kindOf(text) !== "none");
    const next = async () => {
      if (mine !== run) return;
      const text = queue.shift();
      if (!text) {
        stop();
        onend?.();
        return;
      }
      const row = text.closest("[data-spoken]") ?? text;
      row.classList.add("read");
      row.scrollIntoView({ block: "nearest" });
      const said = kindOf(text) === "clip" ? playClip(text.dataset.clip) : speak(text.textContent);
      await Promise.race([said, new Promise((done) => setTimeout(done, LONGEST))]);
      if (mine === run) row.classList.remove("read");
      next();
    };
    next();
  }

  // A recording that cannot be played is passed over: the rest of the screen is still worth hearing.
  function playClip(address) {
    return new Promise((done) => {
      audio.onended = audio.onerror = done;
      audio.volume = LOUDEST * volume;
      audio.src = address;
      audio.play().catch(done);
    });
  }

  function speak(words) {
    return new Promise((done) => {
      utterance = new SpeechSynthesisUtterance(words.trim());
      utterance.voice = voice();
      utterance.lang = "vi-VN";
      utterance.rate = 0.9;
      utterance.volume = LOUDEST * volume;
      utterance.onend = utterance.onerror = done;
      voices.speak(utterance);
    });
  }

  function stop() {
    run += 1;
    audio.pause();
    voices?.cancel();
    for (const row of document.querySelectorAll(".read")) row.classList.remove("read");
  }

  voices?.getVoices(); // Chrome loads them when first asked.
  addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());

  return {
    kind,
    play,
    stop,
    canPlay: (container) => kind(container) !== "none",
    setVolume: (part) => (volume = Math.min(Math.max(part, 0), 1)),
  };
}
