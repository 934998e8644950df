// The entry form by keyboard: Enter goes on, Alt+N adds a line, Ctrl+Enter saves. The balance is shown while one types.
const form = document.querySelector("form[data-entry]");
const SEARCH_PAUSE = 150;

if (form) {
  const lines = form.querySelector("[data-lines]");
  let timer;
  form.addEventListener("keydown", (event) => pressed(event, lines));
  form.elements.posting_date?.addEventListener("change", () => offerTaxes(lines));
  markProblems();
  form.querySelector("[data-add-line]").addEventListener("click", () => addLine(lines).querySelector("input").focus());
  form.addEventListener("input", ({ target }) => {
    balance();
    if (lines.lastElementChild.contains(target) && target.value) addLine(lines);
    if (!target.matches("[data-account]")) return;
    clearTimeout(timer);
    timer = setTimeout(search, SEARCH_PAUSE, target.value);
  });
  balance();
}

function pressed(event, lines) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Enter" && event.target.matches("input, select")) {
    event.preventDefault();
    goOn(event.target);
  } else if (event.altKey && event.code === "KeyN") {
    event.preventDefault();
    addLine(lines).querySelector("input").focus();
  }
}

function goOn(field) {
  const fields = [...form.querySelectorAll("input:not([type=hidden]), select, button[type=submit]")];
  fields[fields.indexOf(field) + 1]?.focus();
}

function addLine(lines) {
  const row = lines.lastElementChild.cloneNode(true);
  for (const field of row.querySelectorAll("input, select")) {
    field.name = field.name.replace(/line-\d+/, `line-${lines.rows.length}`);
    field.value = "";
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  for (const problem of row.querySelectorAll("[data-problem]")) problem.remove();
  lines.append(row);
  return row;
}

async function search(text) {
  const options = await ask(form.dataset.search, { q: text });
  if (options !== null) document.getElementById("accounts-found").innerHTML = options;
}

// Another day, other codes. One that is chosen stays, and the server says whether it is in force.
async function offerTaxes(lines) {
  const options = await ask(form.dataset.taxes);
  if (options === null) return;
  for (const field of lines.querySelectorAll("[data-tax]")) {
    const chosen = field.value;
    field.innerHTML = options;
    field.value = chosen;
    if (field.value !== chosen) field.add(new Option(chosen, chosen, true, true));
  }
}

async function ask(address, question = {}) {
  const query = new URLSearchParams({ ...question, day: form.elements.posting_date?.value ?? "" });
  const answer = await fetch(`${address}?${query}`).catch(() => null);
  return answer?.ok ? answer.text() : null;
}

// A refused form comes back with its problems; the first wrong field is where one goes on.
function markProblems() {
  const problems = [...form.querySelectorAll("[data-problem]")];
  for (const problem of problems) {
    const field = problem.parentElement.querySelector("input, select");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", problem.id);
  }
  problems[0]?.parentElement.querySelector("input, select").focus();
}

function balance() {
  const sums = { debit: 0, credit: 0 };
  for (const field of form.querySelectorAll("[data-side]")) sums[field.dataset.side] += cents(field.value);
  for (const side of Object.keys(sums)) form.querySelector(`[data-sum=${side}]`).textContent = shown(sums[side]);
  const difference = sums.debit - sums.credit;
  const place = form.querySelector("[data-difference]");
  place.textContent = shown(difference);
  place.className = difference ? "amount negative" : "amount";
}

// The last point or comma with one or two digits behind it is the decimal sign. The server reads more strictly.
function cents(text) {
  const [, whole, part = ""] = text.trim().match(/^(.*?)(?:[.,](\d{1,2}))?$/) ?? ["", ""];
  return Number(`${whole.replace(/\D/g, "") || 0}${part.padEnd(2, "0")}`);
}

function shown(amount) {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return (amount / 100).toLocaleString(document.documentElement.lang, digits);
}
