// Recertification: one key for each decision about the row one stands on, then one stands on the next open row.
const review = document.querySelector("[data-review]");

if (review) {
  let left = null; // the row that was decided, as its place among all rows
  let typed = []; // keys that came before the answer; they are for the rows after it
  const press = (key) => {
    const row = document.activeElement.closest("[data-review] tbody tr");
    const target =
      row?.querySelector(`[data-row-key="${key}"]`) ?? row?.closest("tbody").querySelector(`[data-person-key="${key}"]`);
    target?.click();
    return Boolean(target);
  };
  document.addEventListener("keydown", (event) => {
    const here = left || document.activeElement.closest("[data-review] tbody");
    if (!here || document.body.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey) return;
    const waits = left && /^[12a]$/.test(event.key);
    if (waits) typed.push(event.key);
    if (!waits && !press(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  review.addEventListener("htmx:beforeRequest", ({ target }) => {
    left = target.closest("tbody");
    left = { id: left.id, row: [...left.rows].indexOf(target.closest("tr")) };
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (!left) return;
    const group = document.getElementById(left.id);
    const after = [...review.querySelectorAll("tbody tr")];
    const from = left.row > 0 ? after.indexOf(group.rows[left.row]) : after.indexOf(group.rows[0]);
    const next = after.slice(from + 1).find((row) => row.matches("[data-open]")) ?? group.rows[left.row];
    (next?.querySelector("[data-row]") ?? next?.querySelector("button"))?.focus();
    left = null;
    if (typed.length) press(typed.shift());
  });
  review.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!detail.successful) [left, typed] = [null, []];
  });
  review.querySelector("tr[data-open] [data-row]")?.focus({ preventScroll: true });
}
