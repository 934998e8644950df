// [data-dropzone]: files dropped here, or chosen in its form, are sent one by one, each with its progress. What is refused
// stays with its reason, and [data-anyway] sends it again. Without JavaScript the form sends them together.
const zone = document.querySelector("[data-dropzone]");

if (zone) {
  const form = zone.querySelector("form");
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => mark(event, true));
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, (event) => mark(event, false));
  zone.addEventListener("drop", ({ dataTransfer }) => sendAll(form, dataTransfer.files));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    sendAll(form, form.elements.file.files);
    form.elements.file.value = "";
  }, { capture: true });
}

function mark(event, over) {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  zone.classList.toggle("is-over", over && event.type !== "drop");
}

async function sendAll(form, files) {
  const rows = [...files].map((file) => row(form, file));
  for (const send of rows) await send();
}

function row(form, file) {
  const item = zone.querySelector("template[data-upload]").content.firstElementChild.cloneNode(true);
  const [bar, answer] = [item.querySelector("progress"), item.querySelector("[data-answer]")];
  item.querySelector("[data-name]").textContent = file.name;
  bar.setAttribute("aria-label", file.name);
  zone.querySelector("[data-uploads]").append(item);

  async function send(anyway = false) {
    bar.hidden = false;
    answer.replaceChildren();
    const { status, text } = await post(form, file, anyway, bar);
    bar.hidden = true;
    if (status === 204) {
      item.remove();
      await htmx.ajax("GET", location.pathname, { target: "#attached", select: "#attached", swap: "outerHTML" });
    } else {
      answer.innerHTML = status === 409 || status === 413 || status === 422 || status === 507 ? text : "";
      if (!answer.childElementCount) answer.textContent = zone.dataset.failed;
      answer.querySelector("[data-leave]")?.addEventListener("click", () => item.remove());
      answer.querySelector("[data-anyway]")?.addEventListener("click", () => send(true));
    }
  }
  return send;
}

function post(form, file, anyway, bar) {
  const data = new FormData(form);
  data.set("file", file);
  data.set("command_id", key());
  if (anyway) data.set("anyway", "on");
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = (100 * loaded) / total; });
    request.addEventListener("loadend", () => done({ status: request.status, text: request.responseText }));
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.send(data);
  });
}

// A UUID; `crypto.randomUUID` is not there where the portal is reached without TLS.
function key() {
  const digit = (place) => (place ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (place / 4)))).toString(16);
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, digit);
}
