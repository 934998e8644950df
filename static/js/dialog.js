// data-dialog="id" opens <dialog id="id">; data-close closes the dialog around it; a click beside it closes it too.
// What htmx puts into <dialog data-panel> is shown at once: hx-target="#panel" on a link whose page stands alone as well.
export function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener && open(opener.dataset.dialog)) event.preventDefault();
  const around = event.target.closest("[data-close]")?.closest("dialog");
  if (around) event.preventDefault();
  around?.close();
  if (event.target.matches("dialog[open]") && isOutside(event)) event.target.close();
});

function isOutside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.matches("dialog[data-panel]")) open(target.id);
});
