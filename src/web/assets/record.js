// Records a text with the microphone and puts the sound where a file would be chosen: the same
// button saves both. Without this file, or where browsers allow no microphone, files remain.

const LONGEST_MS = 60_000;
const MOST_BYTES = 1024 * 1024;

const page = document.querySelector("main.sound");
const notice = page.querySelector("[data-insecure]");
const canRecord = window.isSecureContext && navigator.mediaDevices && window.MediaRecorder;
let stopRecording;

notice.hidden = Boolean(canRecord);
for (const form of page.querySelectorAll("form.recorder")) {
  const [button, file] = [form.querySelector("[data-record]"), form.querySelector("[type=file]")];
  button.hidden = !canRecord;
  form.querySelector("details [type=submit]").hidden = true; // The one beside the sound serves both.
  button.addEventListener("click", () => (stopRecording ? stopRecording() : record(form, button, file)));
  file.addEventListener("change", () => show(form, file));
}

async function record(form, button, file) {
  const word = button.textContent;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => undefined);
  if (!stream) {
    notice.textContent = page.dataset.refused;
    notice.hidden = false;
    notice.scrollIntoView({ block: "center" });
    return;
  }
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: 48_000 });
  const parts = [];
  let seconds = 0;
  const tell = () => (button.textContent = `${page.dataset.stop} · ${seconds++}`);
  const ticking = setInterval(tell, 1_000);
  const longest = setTimeout(() => stopRecording?.(), LONGEST_MS);
  stopRecording = () => recorder.stop();
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    stopRecording = undefined;
    clearInterval(ticking);
    clearTimeout(longest);
    stream.getTracks().forEach((track) => track.stop());
    button.textContent = word;
    button.classList.remove("recording");
    const chosen = new DataTransfer();
    chosen.items.add(new File(parts, "ghi-am", { type: recorder.mimeType }));
    file.files = chosen.files;
    show(form, file);
  };
  button.classList.add("recording");
  tell();
  recorder.start();
}

// What was recorded or chosen is heard before it is kept.
function show(form, file) {
  const take = form.querySelector(".take");
  const audio = take.querySelector("audio");
  const [sound] = file.files;
  const isTooLarge = sound?.size > MOST_BYTES;
  URL.revokeObjectURL(audio.src);
  take.hidden = !sound || isTooLarge;
  file.setCustomValidity(isTooLarge ? page.dataset.tooLarge : "");
  form.querySelector("details").open = isTooLarge;
  if (isTooLarge) file.reportValidity();
  if (take.hidden) return;
  audio.src = URL.createObjectURL(sound);
  take.querySelector("button").focus();
}
