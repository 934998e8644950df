// <form data-autosave="URL" data-whose="…" data-saved="Draft saved" data-not-saved="…" data-signed-out="…"> keeps a draft
// while a person types. The outcome is said in the element [data-autosave-note] of the form.
//
// What is sent stays in this window too. Should the sign-in come in between, because the session had ended, it is handed
// over again when the same person comes back to the form.
const PAUSE = 2000;
const KEPT = "typed";
const forms = document.querySelectorAll("form[data-autosave]");

for (const form of forms) {
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE, form);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    const content = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    sessionStorage.setItem(KEPT, JSON.stringify({ whose: form.dataset.whose, to: form.dataset.autosave, content }));
  });
}

if (location.pathname.startsWith("/accounts/")) interrupt();
else handOver();

function interrupt() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  if (kept) sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, interrupted: true }));
}

async function handOver() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  sessionStorage.removeItem(KEPT);
  const form = [...forms].find(({ dataset }) => kept?.interrupted && dataset.whose === kept.whose && dataset.autosave === kept.to);
  if (form && (await send(form, new URLSearchParams(kept.content))).ok) location.reload();
}

async function save(form) {
  const answer = await send(form, new FormData(form));
  const { saved, notSaved, signedOut } = form.dataset;
  say(form, answer.ok ? `${saved} ${clock()}` : answer.status === 401 ? signedOut : notSaved);
}

function send(form, body) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  return fetch(form.dataset.autosave, { method: "POST", body, headers, redirect: "error" }).catch(() => ({ ok: false }));
}

function say(form, text) {
  const note = form.querySelector("[data-autosave-note]");
  if (note) note.textContent = text;
}

function clock() {
  const form = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" };
  return new Date().toLocaleTimeString(document.documentElement.lang, form);
}
