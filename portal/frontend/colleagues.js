// What a colleague of the same unit adds, takes out or types meanwhile appears by itself, as long as the page is looked
// at; what this person is typing or sending stays as it is. Drafts leave no act, so the page asks.
const PAUSE = 5000;

export class Colleagues {
  // `tell` as in uploads.js; `typed`: what this person has typed and not sent; `redraw`: after fields have changed
  constructor(form, tell, typed, redraw) {
    Object.assign(this, { form, tell, typed, redraw, asking: false, stopped: false });
    setInterval(() => this.ask(), PAUSE);
    for (const again of ["focus", "online"]) window.addEventListener(again, () => this.ask());
    document.addEventListener("visibilitychange", () => this.ask());
  }

  async ask() {
    if (this.asking || this.stopped || document.hidden) return;
    this.asking = true;
    this.before = new Map(this.lines().map((line) => [line.dataset.file, line.dataset.state]));
    this.texts = new Map([...this.form.elements].map((box) => [box.name, box.value]));
    try {
      const answer = await fetch(`/assignments/${this.form.dataset.handIn}/draft`, { headers: { "X-Requested-With": "fetch" } });
      if (answer.ok) this.take(await answer.text());
      else if (answer.status === 401) {
        this.stopped = true;
        this.tell.signedOut(answer.headers.get("X-Sign-In"));
      }
    } catch { /* the connection is broken: asked again */ }
    this.asking = false;
  }

  lines() { return [...this.form.querySelectorAll("[data-file]")]; }

  take(html) {
    const now = document.createElement("template");
    now.innerHTML = html;
    const closed = now.content.querySelector("[data-closed]");
    if (closed) {
      this.stopped = true;
      this.form.querySelector("[data-closed]")?.remove();
      this.form.querySelector("[data-draft-state]").before(closed);
      return;
    }
    const changed = [this.files(now.content), this.fields(now.content)].some(Boolean);
    if (changed) this.tell.state(this.tell.words.colleague);
  }

  // A line that came, or was changed here, while the answer was on its way is newer than the answer.
  files(now) {
    let changed = false;
    const there = new Map(this.lines().map((line) => [line.dataset.file, line]));
    for (const line of now.querySelectorAll("[data-of] > [data-file]")) {
      const old = there.get(line.dataset.file);
      there.delete(line.dataset.file);
      if (!old) this.form.querySelector(`[data-files="${CSS.escape(line.parentElement.dataset.of)}"]`)?.append(line);
      else if (!this.stale(old) || old.dataset.state === line.dataset.state || old.contains(document.activeElement)) continue;
      else old.replaceWith(line);
      changed = true;
    }
    for (const gone of [...there.values()].filter((line) => this.stale(line))) { gone.remove(); changed = true; }
    return changed;
  }

  stale(line) { return this.before.get(line.dataset.file) === line.dataset.state; }

  fields(now) {
    let changed = false;
    for (const { dataset: { field, text } } of now.querySelectorAll("[data-field]")) {
      const box = this.form.elements[field];
      // What was typed while the answer was on its way is newer than it, though it may have been kept since.
      const newer = this.texts.get(field) !== box?.value;
      if (!box || newer || box === document.activeElement || field in this.typed.unsent || box.value === text) continue;
      box.value = text;
      changed = true;
    }
    if (changed) this.redraw();
    return changed;
  }
}
