// Each chosen file comes in by itself, in the background, as a draft. A broken connection is tried again with growing
// pauses; the server knows a file by its content, so a second sending of the same is the same file.
import { forget, keep, kept } from "./kept_files.js";

const AT_ONCE = 2;
const LONGEST_PAUSE = 30000;
const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

export class Uploads {
  // `tell`: {words, state(text), signedOut(address), settled()}
  constructor(form, tell) {
    Object.assign(this, { form, tell, queue: [], running: 0, refused: 0, stopped: false });
    this.address = `/assignments/${form.dataset.handIn}/draft/files`;
    window.addEventListener("online", () => this.hurry());
  }

  get pending() { return this.queue.length + this.running; }

  async resume() {
    for (const entry of await kept(this.form.dataset.who, this.form.dataset.handIn)) this.take(entry);
  }

  async add(requirement, files) {
    const on = this.form.elements[`on.${requirement}`]?.value ?? "";
    const entries = [...files].map((file) => ({
      key: `${Date.now()}-${Math.random()}`, since: Date.now(), who: this.form.dataset.who, on, requirement,
      assignment: this.form.dataset.handIn, name: file.name, file,
    }));
    for (const entry of entries) this.take(entry);
    for (const entry of entries) if (!entry.in) await keep(entry);
  }

  take(entry) {
    const list = this.form.querySelector(`[data-files="${CSS.escape(entry.requirement)}"]`);
    if (!list) return;
    const line = document.createElement("li");
    line.className = "prepared py-2";
    line.innerHTML = '<span class="prepared-name"></span> <span class="text-secondary" data-said></span><progress max="1" value="0"></progress>';
    line.firstChild.textContent = entry.name;
    line.querySelector("progress").setAttribute("aria-label", entry.name);
    line.querySelector("[data-said]").textContent = this.tell.words.waiting;
    list.append(line);
    this.queue.push({ entry, line, tries: 0, from: 0 });
    this.next();
  }

  hurry() { for (const waiting of this.queue) waiting.from = 0; this.next(); }

  next() {
    if (this.stopped) return;
    const now = Date.now();
    while (this.running < AT_ONCE) {
      const at = this.queue.findIndex((waiting) => waiting.from <= now);
      if (at < 0) break;
      this.send(this.queue.splice(at, 1)[0]);
    }
    const soonest = Math.min(...this.queue.map((waiting) => waiting.from));
    if (this.running === 0 && Number.isFinite(soonest)) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.next(), Math.max(soonest - now, 50));
    }
  }

  send(one) {
    this.running += 1;
    const { entry, line } = one;
    const bar = line.querySelector("progress");
    const said = line.querySelector("[data-said]");
    const body = new FormData();
    body.append("requirement", entry.requirement);
    body.append("on", entry.on);
    body.append("file", entry.file, entry.name);
    const request = new XMLHttpRequest();
    request.open("POST", this.address);
    request.setRequestHeader("X-CSRF-Token", csrf());
    request.setRequestHeader("X-Requested-With", "fetch");
    request.upload.onprogress = (event) => {
      bar.value = event.loaded / (event.total || 1);
      said.textContent = `${Math.round(bar.value * 100)}%`;
    };
    request.onloadend = async () => {
      // A large body from nobody is cut off before it is asked who sends it: ask in a few bytes.
      const out = (request.status === 0 || request.status === 413) && (await this.nobody());
      this.running -= 1;
      if (out) this.signedOut(one, out);
      else this.answered(one, request);
      this.next();
      if (this.pending === 0) this.tell.settled();
    };
    request.send(body);
  }

  answered(one, request) {
    const { entry, line } = one;
    if (request.status >= 200 && request.status < 300) {
      this.arrived(entry, line, request.responseText);
    } else if (request.status === 401) {
      this.signedOut(one, request.getResponseHeader("X-Sign-In"));
    } else if (request.status === 403 && request.responseText.includes('data-code="foreign-form"')) {
      this.stopped = true; // somebody signed in anew in another tab: this page's forms are of the earlier visit
      this.queue.unshift(one);
      keep(entry).then(() => window.location.reload());
    } else if (request.status >= 400 && request.status < 500 && request.status !== 408 && request.status !== 429) {
      this.turnedDown(entry, line, request.responseText);
    } else {
      one.tries += 1;
      one.from = Date.now() + Math.min(LONGEST_PAUSE, 1000 * 2 ** (one.tries - 1)) * (0.5 + Math.random() / 2);
      line.querySelector("[data-said]").textContent = this.tell.words.retry;
      this.queue.push(one);
    }
  }

  signedOut(one, address) {
    this.stopped = true;
    this.queue.unshift(one);
    this.tell.signedOut(address);
  }

  // Where to sign in, when nobody is in any more; null when somebody is, or nobody answers.
  async nobody() {
    try {
      const answer = await fetch(this.address.replace(/\/files$/, ""), {
        method: "POST", headers: { "X-CSRF-Token": csrf(), "X-Requested-With": "fetch" },
      });
      return answer.status === 401 ? answer.headers.get("X-Sign-In") : null;
    } catch { return null; }
  }

  arrived(entry, line, html) {
    entry.in = true;
    forget(entry.key);
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const made = holder.content.firstElementChild;
    // The same content is the same file: its line is there already when it had come in before.
    this.form.querySelector(`[data-file="${made.dataset.file}"]`)?.remove();
    line.replaceWith(made);
  }

  turnedDown(entry, line, html) {
    entry.in = true;
    this.refused += 1;
    forget(entry.key);
    line.innerHTML = `<span class="prepared-name"></span>${html}<button class="btn btn-sm" type="button"></button>`;
    line.firstChild.textContent = entry.name;
    const button = line.querySelector("button");
    button.textContent = this.tell.words.dismiss;
    button.addEventListener("click", () => { this.refused -= 1; line.remove(); });
  }
}
