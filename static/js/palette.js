// The command palette: Ctrl+K or [data-palette] opens it; a combobox whose choices the server makes for this person.
import { open } from "./dialog.js";

const PAUSE = 120; // ms after the last key
const KEPT = 6;
const RECENT = "recent";

const dialog = document.getElementById("palette");
const field = dialog?.querySelector("[role=combobox]");
const list = dialog?.querySelector("[role=listbox]");
let answer = Promise.resolve(); // the choices for what stands in the field
let asking = new AbortController();
let timer;

// Recent pages stay in this tab, belong to one person and end with his session.
function recent() {
  const kept = JSON.parse(sessionStorage.getItem(RECENT) ?? "{}");
  return kept.person === dialog.dataset.person ? kept.pages : [];
}

function remember() {
  if ((performance.getEntriesByType("navigation")[0]?.responseStatus || 200) !== 200) return;
  const here = { url: location.pathname + location.search, title: document.title.replace(/ · Backoffice$/, "") };
  const pages = [here, ...recent().filter((page) => page.url !== here.url)].slice(0, KEPT + 1);
  sessionStorage.setItem(RECENT, JSON.stringify({ person: dialog.dataset.person, pages }));
}

function recentGroup() {
  const pages = recent().filter((page) => page.url !== location.pathname + location.search).slice(0, KEPT);
  if (!pages.length) return null;
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-labelledby", "palette-recent");
  const head = Object.assign(document.createElement("div"), { id: "palette-recent", className: "palette-head", textContent: dialog.dataset.recent });
  group.append(head, ...pages.map(recentChoice));
  return group;
}

function recentChoice({ url, title }) {
  const choice = Object.assign(document.createElement("a"), { href: url, className: "palette-choice", tabIndex: -1 });
  choice.setAttribute("role", "option");
  const icon = dialog.querySelector("form .icon").cloneNode(true);
  const use = icon.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#history"));
  choice.append(icon, Object.assign(document.createElement("span"), { textContent: title }));
  return choice;
}

async function ask() {
  asking.abort();
  asking = new AbortController();
  const text = field.value.trim();
  const response = await fetch(`${dialog.dataset.url}?q=${encodeURIComponent(text)}`, { signal: asking.signal });
  if (response.redirected) return location.reload(); // signed out meanwhile: the page says so
  show(response.ok ? await response.text() : "", text);
}

function show(html, text) {
  list.innerHTML = html;
  const group = text ? null : recentGroup();
  if (group) list.prepend(group);
  choices().forEach((choice, index) => { choice.id = `palette-choice-${index}`; });
  field.setAttribute("aria-expanded", String(choices().length > 0));
  list.scrollTop = 0;
  choose(0);
}

function refresh() {
  clearTimeout(timer);
  asking.abort();
  answer = new Promise((done) => { timer = setTimeout(() => done(ask().catch(ignoreAbort)), PAUSE); });
}

function ignoreAbort(error) {
  if (error.name !== "AbortError") throw error;
}

const choices = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(index) {
  const all = choices();
  const at = all.length ? (index + all.length) % all.length : -1;
  all.forEach((choice, number) => choice.setAttribute("aria-selected", String(number === at)));
  if (at < 0) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", all[at].id);
  all[at].scrollIntoView({ block: "nearest" });
}

async function follow(inNewTab) {
  await answer;
  const url = chosen()?.href;
  if (!url) return;
  if (inNewTab) window.open(url, "_blank", "noopener");
  else location.assign(url);
}

function openPalette() {
  if (document.querySelector("dialog[open]")) return;
  open("palette");
  field.select();
  answer = ask().catch(ignoreAbort);
}

if (dialog) {
  remember();
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else openPalette();
  });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || !event.target.closest("[data-palette]")) return;
    event.preventDefault();
    openPalette();
  });
  field.addEventListener("input", refresh);
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(choices().indexOf(chosen()) + step);
    else if (event.key === "Enter") follow(event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointermove", ({ target }) => {
    const choice = target.closest("[role=option]");
    if (choice && choice !== chosen()) choose(choices().indexOf(choice));
  });
} else {
  sessionStorage.removeItem(RECENT); // nobody is signed in here
}
