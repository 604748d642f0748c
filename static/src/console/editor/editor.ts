/** The message's editor, a bundle of its own: marks what is wrong, proposes what could come, leaves Tab to the page. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter } from "@codemirror/lint";
import { Compartment, EditorState, Facet } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import type { OpDescription } from "../op_description.ts";
import { proposalsAt } from "./completion.ts";
import type { Editor, EditorOptions } from "./contract.ts";
import { requestFaults } from "./request_faults.ts";
import { syntaxFault } from "./syntax_fault.ts";
import { highlighting, theme } from "./theme.ts";
import { typing } from "./typing.ts";
import { editor_words, type EditorWords } from "./words.ts";

/** A fault is shown after this pause in typing. */
const judged_after_ms = 300;

/** What the node can do. */
const described_ops = Facet.define<readonly OpDescription[], readonly OpDescription[]>({
  combine: ([ops = []]) => ops,
});

/** Puts an editor into an element. */
export function createEditor(options: EditorOptions): Editor {
  const words = editor_words[options.language];
  const ops = new Compartment();
  const { from, to } = options.selection;
  // Inside a shadow root the library's styles are sheets made by script, which the page's security policy allows; in the
  // page they would be a <style>, which it does not.
  const root = options.parent.attachShadow({ mode: "open" });
  const view = new EditorView({
    root,
    doc: options.text,
    selection: { anchor: from, head: to },
    extensions: [
      ops.of(described_ops.of(options.ops)),
      ...writing(words),
      judging(words, options),
      theme,
      syntaxHighlighting(highlighting),
      EditorView.updateListener.of(({ docChanged }) => docChanged && options.changed()),
    ],
  });
  root.append(view.dom);
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(text) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: text.length },
      });
    },
    focus: () => view.focus(),
    describeOps: (described) => view.dispatch({ effects: ops.reconfigure(described_ops.of(described)) }),
  };
}

function writing(words: EditorWords) {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    typing,
    bracketMatching(),
    closeBrackets(),
    json(),
    autocompletion({ override: [(context) => proposals(context, words)], icons: false }),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
    EditorView.lineWrapping,
    EditorState.phrases.of({ Completions: words.completions }),
  ];
}

function proposals(context: CompletionContext, words: EditorWords): CompletionResult | null {
  const { state, pos, explicit } = context;
  const found = proposalsAt(state.doc.toString(), pos, state.facet(described_ops), words);
  if (found === undefined || !explicit && found.from === pos) return null;
  return {
    from: found.from,
    to: found.to,
    options: found.proposals.map(({ label, text, about }) => ({
      label,
      apply: text,
      info: about || undefined,
    })),
  };
}

/** Marks faults, and tells the first one to the page and to screen readers. */
function judging(words: EditorWords, { label, judged }: EditorOptions) {
  let told = "";
  const judge = ({ state }: EditorView): Diagnostic[] => {
    const text = state.doc.toString();
    const syntax = syntaxFault(text, words);
    const faults = syntax ? [syntax] : requestFaults(text, state.facet(described_ops), words);
    const [first] = faults;
    told = first ? words.at_line(state.doc.lineAt(first.from).number, first.words) : "";
    judged(first && { severity: first.severity, words: told });
    return faults.map(({ words, ...place }) => ({ ...place, message: words }));
  };
  return [
    linter(judge, {
      delay: judged_after_ms,
      needsRefresh: ({ startState, state }) => startState.facet(described_ops) !== state.facet(described_ops),
    }),
    lintGutter(),
    EditorView.contentAttributes.of(() => ({
      "aria-label": label,
      "aria-invalid": String(told !== ""),
      "aria-description": told,
    })),
  ];
}
