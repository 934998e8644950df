// A second click sends nothing twice. The server has its own key for that; this is the courtesy in front of it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || form.method === "dialog") return;
  if (form.getAttribute("aria-busy") === "true") return event.preventDefault();
  form.setAttribute("aria-busy", "true");
  event.submitter?.setAttribute("aria-busy", "true");
});

function release(form) {
  form.removeAttribute("aria-busy");
  form.querySelectorAll("[aria-busy]").forEach((element) => element.removeAttribute("aria-busy"));
}

// The back button brings the page as it was left; an answer that is a file never leaves it.
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(release));
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-answers-file]")) setTimeout(release, 2000, event.target);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form");
  if (form) release(form);
});
