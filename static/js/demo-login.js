// The demo's list of people fills the sign-in form; on the page of the second factor it fills the code.
document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-fill]");
  if (!chosen) return;
  for (const name of ["login", "password", "code"]) {
    const field = document.querySelector(`main input[name=${name}]`);
    if (field) field.value = chosen.dataset[name];
  }
  document.querySelector("main form [type=submit]")?.focus();
});
