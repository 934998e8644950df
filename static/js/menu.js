// The menu of the phone and the dropdowns. Without this module the menu is a link to #menu and a dropdown a <details>.
const button = document.querySelector("[data-menu]");
const menu = document.getElementById("menu");

function showMenu(visible) {
  menu.classList.toggle("is-open", visible);
  button.setAttribute("aria-expanded", String(visible));
}

button?.addEventListener("click", (event) => {
  event.preventDefault();
  showMenu(button.getAttribute("aria-expanded") !== "true");
});

button?.addEventListener("keydown", (event) => {
  if (event.key === " ") button.click();
  if (event.key === " ") event.preventDefault();
});

document.addEventListener("click", (event) => {
  for (const drop of openDrops()) if (!drop.contains(event.target)) drop.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const drop of openDrops()) closeAndReturn(drop, drop.querySelector("summary"));
  if (menu?.classList.contains("is-open")) {
    showMenu(false);
    button.focus();
  }
});

function closeAndReturn(drop, summary) {
  drop.open = false;
  summary.focus();
}

function openDrops() {
  return document.querySelectorAll("details[data-drop][open]");
}
