// <form data-choosing>: how many rows are chosen stands in [data-chosen].
document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-choosing]");
  const place = form?.querySelector("[data-chosen]");
  if (place) place.textContent = form.querySelectorAll("input[name=entry]:checked").length || "";
});
