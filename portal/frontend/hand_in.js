// Handing in: files by choosing, dropping or photographing, fields kept as typed; nothing is lost on the way.
import { Colleagues } from "./colleagues.js";
import { show } from "./rates.js";
import { letGo, Typed } from "./typed.js";
import { Uploads } from "./uploads.js";

const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

function open(form) {
  const words = { ...form.querySelector("[data-words]").dataset };
  let sending = null;
  const tell = {
    words,
    state: (text) => { form.querySelector("[data-draft-state]").textContent = text; },
    signedOut: (address) => {
      const said = form.querySelector("[data-signed-out]");
      if (address) said.querySelector("a").href = address;
      said.hidden = false;
      said.scrollIntoView({ block: "nearest" });
    },
    settled: () => {
      if (!sending) return;
      const button = sending;
      sending = null;
      if (uploads.refused) tell.state(words.refused);
      else form.requestSubmit(button);
    },
  };
  const uploads = new Uploads(form, tell);
  const typed = new Typed(form, tell);

  for (const chosen of form.querySelectorAll("input[data-requirement]")) {
    const take = () => {
      uploads.add(chosen.dataset.requirement, chosen.files);
      chosen.value = "";
    };
    chosen.addEventListener("change", take);
    if (chosen.files.length) take(); // chosen before this script was there
  }
  for (const place of form.querySelectorAll("[data-drop]")) {
    place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
    place.addEventListener("dragleave", () => place.classList.remove("over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("over");
      uploads.add(place.dataset.drop, event.dataTransfer.files);
    });
  }
  // A file dropped beside its place must not open instead of the page.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-change]");
    if (!button) return;
    event.preventDefault();
    change(button.closest("[data-file]"), button.dataset.change, "", tell);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-day]")) change(event.target.closest("[data-file]"), "day", event.target.value, tell);
  });
  form.addEventListener("submit", (event) => {
    if (uploads.pending) {
      event.preventDefault();
      sending = event.submitter ?? form.querySelector('[type="submit"]');
      tell.state(words.coming);
    } else if (form.dataset.sent) {
      event.preventDefault();
    } else {
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 5000);
    }
  });
  form.addEventListener("input", () => rates());
  const rates = () => form.querySelectorAll("[data-rate]").forEach((row) => show(row, words));
  rates();
  new Colleagues(form, tell, typed, rates);
  uploads.resume();
  return typed;
}

// Take a file out, put it back, give it another day: its line is drawn anew by the server.
async function change(line, what, day, tell) {
  let answer = null;
  try {
    answer = await fetch(`${line.dataset.place}/${what}`, {
      method: "POST", body: new URLSearchParams({ day }),
      headers: { "X-CSRF-Token": csrf(), "X-Requested-With": "fetch" },
    });
  } catch { tell.state(tell.words.offline); return; }
  if (answer.status === 401) { tell.signedOut(answer.headers.get("X-Sign-In")); return; }
  const html = (await answer.text()).trim();
  if (answer.ok) line.outerHTML = html;
  else {
    line.querySelector(".alert")?.remove();
    line.insertAdjacentHTML("beforeend", html);
  }
}

letGo();
for (const form of document.querySelectorAll("form[data-hand-in]")) open(form);
