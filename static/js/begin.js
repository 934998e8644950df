// Where typing begins: at the first field that is wrong, else where the page says, else at the first of a page that is
// all form. Only to what is wrong the page scrolls.
const FIELD = ":is(input:not([type=hidden]), select, textarea)";
const find = (inside) => document.querySelector(`main ${inside} ${FIELD}`);
const wrong = find(".form-field:has(.field-error)");

(wrong ?? document.querySelector("main [autofocus]") ?? find("[data-begin]"))?.focus({ preventScroll: !wrong });
