// The editor of a definition: YAML beside its form, each following the other, with the check's messages while typing.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Transaction } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const WAIT = 450;
function begin(form) {
  const area = form.querySelector("textarea[name=text]");
  const fields = form.querySelector("[data-fields]");
  const problems = document.querySelector("[data-problems]");
  const state = form.querySelector("[data-state]");
  const kept = `definition:${form.dataset.definition}`;
  const saved = area.value;
  const dirty = new Map();
  let turning = Promise.resolve();
  let timer = 0;
  let typed = 0;

  const view = editor(area, () => {
    typed += 1;
    area.value = view.state.doc.toString();
    keep();
    later();
  });

  // What was typed and never saved, because the line dropped or the window was closed, is offered again.
  const lost = JSON.parse(localStorage.getItem(kept) ?? "null");
  const offer = document.querySelector("[data-unsaved]");
  if (lost && lost.text !== saved && offer) {
    offer.hidden = false;
    offer.querySelector("[data-take]").addEventListener("click", () => { write(view, lost.text); offer.hidden = true; });
    offer.querySelector("[data-drop]").addEventListener("click", () => { localStorage.removeItem(kept); offer.hidden = true; });
  } else {
    localStorage.removeItem(kept);
  }

  function keep() {
    if (area.value === saved) localStorage.removeItem(kept);
    else localStorage.setItem(kept, JSON.stringify({ text: area.value }));
    if (state) state.hidden = area.value === saved;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => turn(), WAIT);
  }

  // One request at a time, each with the newest text: answers never overtake each other.
  function turn(act = "") {
    clearTimeout(timer);
    turning = turning.then(() => ask(act)).catch(() => { form.dataset.offline = "1"; });
    return turning;
  }

  async function ask(act) {
    const body = new URLSearchParams({ file: form.dataset.definition, text: area.value, act });
    const sent = new Map(dirty);
    for (const [name, value] of sent) body.append(name, value);
    const at = typed;
    const answer = await fetch("/definitions/turn", {
      method: "POST",
      body,
      headers: { "X-CSRF-Token": document.querySelector('meta[name="csrf"]').content, "X-Requested-With": "fetch" },
    });
    if (answer.headers.get("X-Sign-In")) { state.hidden = false; return; } // what was typed waits in this browser
    if (!answer.ok) return;
    const told = await answer.json();
    for (const [name, value] of sent) if (dirty.get(name) === value) dirty.delete(name);
    if (at !== typed) return; // typed on meanwhile: the next turn is on its way
    if (told.text !== area.value) write(view, told.text);
    problems.innerHTML = told.problems;
    if (told.form) redraw(told.form);
    view.dispatch(setDiagnostics(view.state, told.marks.map((mark) => diagnostic(view.state, mark))));
  }

  function redraw(html) {
    const active = document.activeElement;
    const name = fields.contains(active) ? active.name : "";
    // A field that somebody is still typing into is not drawn anew under their hands.
    if (name && (dirty.has(name) || ("defaultValue" in active && active.value !== active.defaultValue))) return;
    const opened = [...fields.querySelectorAll("details[open]")].map((each) => each.dataset.name);
    fields.innerHTML = html;
    for (const each of fields.querySelectorAll("details")) if (opened.includes(each.dataset.name)) each.open = true;
    if (name) fields.querySelector(`[name="${CSS.escape(name)}"]`)?.focus();
  }

  fields.addEventListener("change", (event) => {
    if (!event.target.name) return;
    dirty.set(event.target.name, event.target.value);
    turn();
  });
  fields.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=act]");
    if (!button) return;
    event.preventDefault();
    turn(button.value);
  });
  form.addEventListener("submit", (event) => {
    if (form.elements.synced.value) return;
    event.preventDefault();
    const button = event.submitter;
    delete form.dataset.sent;
    turn().then(() => {
      form.elements.synced.value = "1"; // the text says all that the form says
      for (const each of fields.querySelectorAll("input, select, textarea")) each.disabled = true;
      form.requestSubmit(button);
    });
  });
  window.addEventListener("pageshow", () => {
    form.elements.synced.value = "";
    for (const each of fields.querySelectorAll("input, select, textarea")) each.disabled = false;
  });
  turn();
}

// In a shadow root: what CodeMirror says about its looks then needs no style element, which the page's policy refuses.
function editor(area, changed) {
  const host = document.createElement("div");
  host.className = "definition-editor";
  area.after(host);
  area.hidden = true;
  const root = host.attachShadow({ mode: "open" });
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        yaml(),
        syntaxHighlighting(LOOK),
        lintGutter(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": area.getAttribute("aria-label") ?? "YAML", tabindex: "0" }),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.theme({
          "&": { fontSize: "14px", maxHeight: "55vh" },
          ".cm-scroller": { overflow: "auto" },
          ".cm-content, .cm-gutter": { minHeight: "16rem" },
          ".cm-content": { fontFamily: "monospace", lineHeight: "1.6" },
          "&.cm-focused": { outline: "2px solid #1d5fa8" },
        }),
        EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
      ],
    }),
  });
}

const LOOK = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "#0b4a8f", fontWeight: "600" },
  { tag: tags.propertyName, color: "#0b4a8f", fontWeight: "600" },
  { tag: tags.comment, color: "#5b6470", fontStyle: "italic" },
  { tag: tags.string, color: "#1f5f33" },
]);

// Only what differs is replaced, so that the cursor stays where it was.
function write(view, text) {
  const old = view.state.doc.toString();
  let start = 0;
  while (start < old.length && start < text.length && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < text.length - start && old.at(-1 - end) === text.at(-1 - end)) end += 1;
  view.dispatch({
    changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) },
    annotations: Transaction.userEvent.of("input.form"),
  });
}

// Columns are counted in characters; the editor counts UTF-16 units.
function diagnostic(state, mark) {
  const line = state.doc.line(Math.min(Math.max(mark.line, 1), state.doc.lines));
  const before = [...line.text].slice(0, mark.column - 1).join("").length;
  const from = Math.min(line.from + before, line.to);
  return { from, to: Math.max(from, line.to), severity: mark.severity, message: mark.message };
}

const form = document.querySelector("form[data-definition]");
if (form) begin(form);
