// <form data-filter>: choosing is asking; its button (data-without-js) is only needed where this module does not run.
for (const form of document.querySelectorAll("form[data-filter]")) {
  form.querySelectorAll("[data-without-js]").forEach((element) => { element.hidden = true; });
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
}
