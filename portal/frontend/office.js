// The office's pages: a review begins by itself, keys for who reviews many, reasons given before, ticking all.
const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

// Looking at it is what begins a review. The form stays as it is without scripts, or when this fails.
const opening = document.querySelector("form[data-open-review]");
if (opening) {
  fetch(opening.action, { method: "POST", headers: { "X-CSRF-Token": csrf(), "X-Requested-With": "fetch" }, redirect: "manual" })
    .then((answer) => { if (answer.type === "opaqueredirect" || answer.ok) opening.remove(); })
    .catch(() => {});
}

// Alt with a letter, never a letter alone: what is typed into a field stays what it is.
const KEYS = { KeyN: 'a[rel="next"]', KeyP: 'a[rel="prev"]', KeyA: '[data-shortcut="a"]', KeyR: '[data-shortcut="r"]' };
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !document.querySelector("[data-review]")) return;
  const target = KEYS[event.code] && document.querySelector(KEYS[event.code]);
  if (!target) return;
  event.preventDefault();
  if (target.matches("a")) target.click();
  else target.focus();
});

document.addEventListener("change", (event) => {
  const chosen = event.target;
  if (chosen.dataset?.fills && chosen.value) document.getElementById(chosen.dataset.fills).value = chosen.value;
  if (chosen.dataset?.tickAll !== undefined) {
    for (const box of chosen.form.querySelectorAll('input[name="number"]')) box.checked = chosen.checked;
  }
});
