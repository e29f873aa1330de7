// Everything that every page needs: htmx with live updates, the menu and dropdowns, and what unfinished forms need.
import "@tabler/core/dist/js/tabler.esm.js";
import htmx from "htmx.org";
import "./hand_in.js";
import "./links.js";
import "./live.js";
import "./office.js";
import "./unit_names.js";

window.htmx = htmx;

const token = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

// Every change that a script asks for carries the token of this visit.
document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-CSRF-Token"] = token();
});

// A button that was pressed does not send twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.again !== undefined) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000);
});

// The back button shows the page as it was left: forms may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
