// What carries data-live asks for itself again when something was done, here or by anybody; with back-off, by the browser.
const places = () => [...document.querySelectorAll("[data-live]")];

if (places().length) {
  let known = "";
  let waiting = 0;
  const source = new EventSource("/live");
  source.addEventListener("head", (event) => {
    const first = known === "";
    if (event.data === known) return;
    known = event.data;
    if (first) return;
    clearTimeout(waiting);
    // Two hundred pages that hear of it at once do not all ask in the same moment.
    waiting = setTimeout(() => places().forEach((place) => window.htmx.trigger(place, "live")), Math.random() * 1500);
  });
  source.addEventListener("end", () => source.close());
  window.addEventListener("pagehide", () => source.close());
}
