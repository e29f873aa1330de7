// The editor of a definition: YAML with line numbers; its problems come from the server's own check.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, defaultHighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";

export { EditorState, EditorView, bracketMatching, defaultHighlightStyle, defaultKeymap, drawSelection, highlightActiveLine,
  history, historyKeymap, indentOnInput, indentWithTab, keymap, lineNumbers, lintGutter, setDiagnostics, syntaxHighlighting, yaml };
