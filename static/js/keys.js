// Single-key shortcuts. WCAG 2.1.4: a person can switch them off in the help dialog, a page with data-keys="off".
import { open } from "./dialog.js";

const STORE = "keys";
const body = document.body;
const allowed = body.dataset.keys === "on";

const steps = { j: 1, k: -1 };
const actions = {
  "/": () => document.querySelector("[data-filter-focus], input[type=search]")?.focus(),
  "?": () => open("keys-help"),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return leaveField(event.target);
  if (body.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const act = steps[event.key] ? () => moveRow(steps[event.key]) : actions[event.key] ?? marked(event.key);
  if (!act) return;
  event.preventDefault();
  act();
});

const FIELDS = "textarea, select, input:not([type=checkbox], [type=radio], [type=button])";

function isTyping(element) {
  return element.isContentEditable || element.matches(FIELDS);
}

function leaveField(element) {
  if (isTyping(element)) element.blur();
}

function marked(key) {
  const element = [...document.querySelectorAll("[data-key]")].find((candidate) => candidate.dataset.key === key);
  return element && (() => element.click());
}

// The number is the link: to stand on a row is to have its link focused, so Enter opens it without our help.
function moveRow(step) {
  const rows = [...document.querySelectorAll("main tbody tr")];
  const links = rows.map((row) => row.querySelector("a[href]")).filter(Boolean);
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = links[here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1)];
  next?.focus();
}

function show(on) {
  body.dataset.keys = on ? "on" : "off";
}

const toggle = document.querySelector("[data-keys-switch]");
if (allowed && toggle) {
  toggle.checked = localStorage.getItem(STORE) !== "off";
  show(toggle.checked);
  toggle.addEventListener("change", () => {
    localStorage.setItem(STORE, toggle.checked ? "on" : "off");
    show(toggle.checked);
  });
}
