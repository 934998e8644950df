// <form data-goes-on>: Enter goes on to the next field, Ctrl+Enter sends.
for (const form of document.querySelectorAll("form[data-goes-on]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.target.matches("input, select")) {
      event.preventDefault();
      next(form, event.target)?.focus();
    }
  });
}

function next(form, field) {
  const fields = [...form.querySelectorAll("input:not([type=hidden]), select, button[type=submit]")];
  return fields.slice(fields.indexOf(field) + 1).find((candidate) => candidate.offsetParent);
}
