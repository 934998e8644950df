// Recertification: one key for each decision about the row one stands on, then one stands on the next open row.
const review = document.querySelector("[data-review]");

if (review) {
  let left = null; // the row that was decided, as its place among all rows
  document.addEventListener("keydown", (event) => {
    const here = document.activeElement.closest("[data-review] tbody");
    if (!here || document.body.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = document.activeElement.closest("tr");
    const target =
      row.querySelector(`[data-row-key="${event.key}"]`) ?? here.querySelector(`[data-person-key="${event.key}"]`);
    if (!target) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    target.click();
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
  });
  review.querySelector("tr[data-open] [data-row]")?.focus({ preventScroll: true });
}
