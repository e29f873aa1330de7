// What is typed is kept at once in this browser and, a moment later, at the server; it comes back after anything.
const PAUSE = 500;
const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";
const counts = (name) => /^(value|on|n|d)\.|^(note|self_score)$/.test(name ?? "");

export class Typed {
  constructor(form, tell) {
    Object.assign(this, { form, tell, tries: 0, stopped: false, sending: false });
    this.key = `hand-in:${form.dataset.who}:${form.dataset.handIn}`;
    this.unsent = this.read();
    for (const [name, text] of Object.entries(this.unsent)) {
      if (form.elements[name] && counts(name)) form.elements[name].value = text;
    }
    form.addEventListener("input", (event) => this.note(event.target));
    window.addEventListener("online", () => this.soon(0));
    if (Object.keys(this.unsent).length) this.soon(0);
  }

  read() { try { return JSON.parse(localStorage.getItem(this.key)) ?? {}; } catch { return {}; } }

  write() {
    try {
      if (Object.keys(this.unsent).length) localStorage.setItem(this.key, JSON.stringify(this.unsent));
      else localStorage.removeItem(this.key);
    } catch { /* no room, or storage is off: the server still gets it */ }
  }

  note(field) {
    if (!counts(field.name)) return;
    this.unsent[field.name] = field.value;
    this.write();
    this.soon(PAUSE);
  }

  soon(pause) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    const given = { ...this.unsent };
    if (this.sending || !Object.keys(given).length) return;
    this.sending = true;
    this.tell.state(this.tell.words.saving);
    let answer = null;
    try {
      answer = await fetch(`/assignments/${this.form.dataset.handIn}/draft`, {
        method: "POST", body: new URLSearchParams(given), redirect: "manual",
        headers: { "X-CSRF-Token": csrf(), "X-Requested-With": "fetch" },
      });
    } catch { /* the connection is broken: below */ }
    this.sending = false;
    if (answer?.status === 204) {
      this.tries = 0;
      for (const [name, text] of Object.entries(given)) if (this.unsent[name] === text) delete this.unsent[name];
      this.write();
      this.tell.state(this.tell.words.saved.replace("…", new Date().toLocaleTimeString([], { hour12: false })));
      if (Object.keys(this.unsent).length) this.soon(PAUSE);
    } else if (answer?.status === 401) {
      this.stopped = true;
      this.tell.signedOut(answer.headers.get("X-Sign-In"));
    } else if (answer && answer.status < 500) {
      const holder = document.createElement("div");
      holder.innerHTML = await answer.text();
      this.tell.state(holder.textContent.trim());
    } else {
      this.tries += 1;
      this.tell.state(this.tell.words.offline);
      this.soon(Math.min(30000, 1000 * 2 ** (this.tries - 1)));
    }
  }
}

// The page shows work that cannot be handed in now: what was typed before has gone with the form.
export function letGo() {
  const number = /^\/assignments\/(\d+)$/.exec(window.location.pathname)?.[1];
  if (!number || document.querySelector("[data-hand-in]")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("hand-in:") && key.endsWith(`:${number}`)) localStorage.removeItem(key);
  } catch { /* storage is off */ }
}
