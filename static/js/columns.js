// The order of columns in their panel: [data-move] takes its line one up or down, and keeps the focus.
document.addEventListener("click", (event) => {
  const mover = event.target.closest("[data-move]");
  if (!mover) return;
  event.preventDefault();
  const line = mover.closest("li");
  if (mover.dataset.move === "up") line.previousElementSibling?.before(line);
  else line.nextElementSibling?.after(line);
  mover.focus();
});
