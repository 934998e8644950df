// <form data-choosing>: [data-choose-all] chooses every row of the page; how many are chosen stands in [data-chosen].
const form = document.querySelector("form[data-choosing]");
const all = form?.querySelector("[data-choose-all]");

if (all) {
  form.addEventListener("change", ({ target }) => {
    if (target === all) for (const box of boxes()) box.checked = all.checked;
    count();
  });
  form.addEventListener("htmx:afterSwap", count); // another page, other rows
  count();
}

function boxes() {
  return [...form.querySelectorAll("tbody input[type=checkbox]")];
}

function count() {
  const chosen = boxes().filter((box) => box.checked).length;
  form.querySelector("[data-chosen]").textContent = chosen || "";
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && !all.checked;
  all.disabled = boxes().length === 0;
}
