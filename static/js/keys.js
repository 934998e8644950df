// Single-key shortcuts. WCAG 2.1.4: a person can switch them off in the help dialog and his preferences, a page with
// data-keys="off".
import { open } from "./dialog.js";

const STORE = "keys";
const ROW = "row:"; // and the address of the list: the link of the row that was opened
const body = document.body;
const allowed = body.dataset.keys === "on";

const steps = { j: 1, k: -1 };
const actions = {
  f: () => filterField()?.focus(),
  x: () => boxOfRow()?.click(),
  "?": help,
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

const keyed = (root) => [...root.querySelectorAll("[data-key]")].filter((element) => element.checkVisibility());

function marked(key) {
  const element = keyed(document).find((candidate) => candidate.dataset.key === key);
  return element && (() => element.click());
}

const filterField = () => document.querySelector("main :is([data-filter-focus], input[type=search])");
const boxOfRow = () => document.activeElement.closest("main tbody tr")?.querySelector("input[type=checkbox]");
const rowLinks = () =>
  [...document.querySelectorAll("main tbody tr")]
    .map((row) => row.querySelector("[data-row]") ?? row.querySelector("a[href]"))
    .filter(Boolean);

// The number is the link: to stand on a row is to have its link focused, so Enter opens it without our help. A row that
// is worked off on the spot names the button that does it with data-row.
function moveRow(step) {
  const links = rowLinks();
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = links[here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1)];
  next?.focus();
}

// Whoever comes back to a list stands on the row that he left it by.
document.addEventListener("click", ({ target }) => {
  const link = target.closest("main tbody a[href]");
  if (link) sessionStorage.setItem(ROW + location.pathname + location.search, link.getAttribute("href"));
});

function returnToRow() {
  const left = sessionStorage.getItem(ROW + location.pathname + location.search);
  rowLinks().find((link) => link.getAttribute("href") === left)?.focus();
}

if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") returnToRow();
document.addEventListener("htmx:historyRestore", returnToRow);

// The keys that do something on this page, and no others.
function help() {
  const present = { rows: rowLinks().length, filter: filterField(), choose: document.querySelector("main tbody input[type=checkbox]") };
  for (const line of document.querySelectorAll("#keys-help [data-needs]")) line.hidden = !present[line.dataset.needs];
  const own = document.querySelector("[data-own-keys]");
  own.replaceChildren(...keyed(document.querySelector("main")).map(helpLine));
  open("keys-help");
}

function helpLine(element) {
  const line = document.createElement("div");
  const key = Object.assign(document.createElement("kbd"), { className: "kbd", textContent: element.dataset.key });
  const words = element.cloneNode(true);
  for (const hint of words.querySelectorAll("kbd, [data-chosen]")) hint.remove();
  const term = document.createElement("dt");
  term.append(key);
  line.append(term, Object.assign(document.createElement("dd"), { textContent: words.textContent.trim() }));
  return line;
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-keys-help]")) help();
});

function show(on) {
  body.dataset.keys = on ? "on" : "off";
  for (const toggle of toggles) toggle.checked = on;
}

const toggles = document.querySelectorAll("[data-keys-switch]");
if (allowed) {
  show(localStorage.getItem(STORE) !== "off");
  for (const toggle of toggles) {
    toggle.addEventListener("change", () => {
      localStorage.setItem(STORE, toggle.checked ? "on" : "off");
      show(toggle.checked);
    });
  }
}
