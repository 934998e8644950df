// The row that one stands on, shown beside the list: its own page is asked for what it marks as its preview. Only where
// there is room for it; whether it is open is remembered on this device.
const STORE = "preview";
const PAUSE = 120; // ms on a row, so that running through the list asks for nothing
const pane = document.querySelector("[data-preview]");
const room = matchMedia("(min-width: 1200px)");
let shown; // the row
let timer;

const isOpen = () => pane && !pane.hidden && room.matches;
const linkOf = (row) => row?.querySelector(".row-title a[href]") ?? row?.querySelector("a[href]:not([download])");
const rowAt = (element) => element?.closest("#list tbody tr");

function preview(row) {
  const link = linkOf(row);
  if (!link || row === shown) return;
  shown?.classList.remove("is-chosen");
  row.classList.add("is-chosen");
  shown = row;
  clearTimeout(timer);
  timer = setTimeout(() => htmx.ajax("GET", link.getAttribute("href"), { target: pane }), PAUSE);
}

function turn(open) {
  localStorage.setItem(STORE, open ? "on" : "off");
  pane.hidden = !open;
  show();
}

function show() {
  const toggle = document.querySelector("[data-preview-switch]");
  if (toggle) {
    toggle.hidden = !room.matches || !document.querySelector("#list tbody tr a[href]");
    toggle.setAttribute("aria-pressed", String(!pane.hidden));
  }
  if (isOpen()) preview(rowAt(document.activeElement) ?? document.querySelector("#list tbody tr"));
  else leave();
}

function leave() {
  shown?.classList.remove("is-chosen");
  shown = undefined;
}

if (pane) {
  pane.hidden = localStorage.getItem(STORE) !== "on";
  show();
  room.addEventListener("change", show);
  document.addEventListener("htmx:afterSwap", ({ target }) => { if (target.id === "list") show(); });
  document.addEventListener("focusin", ({ target }) => { if (isOpen()) preview(rowAt(target)); });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-preview-switch]")) turn(pane.hidden);
    else if (isOpen() && !target.closest("a, button, input, label")) linkOf(rowAt(target))?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen() || document.querySelector("dialog[open], details[data-drop][open]")) return;
    if (!event.target.matches("input, select, textarea")) turn(false);
  });
  pane.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo } = event.detail;
    if (new URL(xhr.responseURL).pathname === new URL(pathInfo.requestPath, location).pathname) return;
    event.detail.shouldSwap = false; // signed out meanwhile: the page says so
    location.reload();
  });
}
