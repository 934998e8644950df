// Messages at the edge of the page: good news leaves by itself, errors stay until closed.
// The server may send one with an htmx answer: HX-Trigger: {"toast": {"text": "…", "level": "success"}}.
const SECONDS = 8;
const place = document.querySelector("[data-toasts]");

function settle(note) {
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", place.dataset.close);
  close.addEventListener("click", () => note.remove());
  note.append(close);
  if (!note.closest("[data-toasts-error]")) leaveLater(note);
}

function leaveLater(note) {
  setTimeout(() => (note.matches(":hover, :focus-within") ? leaveLater(note) : note.remove()), SECONDS * 1000);
}

export function toast(text, level = "success") {
  const note = document.createElement("p");
  note.className = `note note-${level}`;
  note.textContent = text;
  place.querySelector(level === "error" ? "[data-toasts-error]" : "[data-toasts-status]").append(note);
  settle(note);
}

place?.querySelectorAll(".note").forEach(settle);
document.body.addEventListener("toast", (event) => toast(event.detail.text, event.detail.level));
for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.body.addEventListener(failure, ({ target }) => {
    if (!target.closest("[data-quietly]")) toast(place.dataset.failed, "error");
  });
}
