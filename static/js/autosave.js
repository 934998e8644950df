// <form data-autosave="URL" data-saved="Draft saved" data-not-saved="…"> keeps a draft while a person types.
// The outcome is said in the element [data-autosave-note] of the form.
const PAUSE = 2000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE, form);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

async function save(form) {
  const answer = await fetch(form.dataset.autosave, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
  }).catch(() => ({ ok: false }));
  say(form, answer.ok ? `${form.dataset.saved} ${clock()}` : form.dataset.notSaved);
}

function say(form, text) {
  const note = form.querySelector("[data-autosave-note]");
  if (note) note.textContent = text;
}

function clock() {
  const form = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" };
  return new Date().toLocaleTimeString(document.documentElement.lang, form);
}
