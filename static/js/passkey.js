// What the browser says about a passkey, in words: in the element [data-passkey-says] of the page.
const say = document.querySelector("[data-passkey-says]");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const { name } = event.detail.exception;
  say.textContent = say.dataset[name === "InvalidStateError" ? "known" : name === "NotAllowedError" ? "cancelled" : "failed"];
  say.hidden = false;
});
