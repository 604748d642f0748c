/** The editor's look: the page's own colours, so that light and dark come by themselves. */
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** What the library would draw by `data:` images, which the page's security policy forbids, is drawn by text. */
export const theme = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--card)", color: "var(--text)", borderRadius: "inherit" },
  // The page draws the focus around the whole field.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "0.875rem/1.5 var(--mono)" },
  ".cm-content": { padding: "0.5rem 0", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": {
    border: "0",
    borderRadius: "0.5rem 0 0 0.5rem",
    backgroundColor: "var(--well)",
    color: "var(--muted)",
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--well)",
    outline: "1px solid var(--field-line)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-back)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-selectionBackground": { backgroundColor: "var(--selection)" },

  ".cm-lintRange": { backgroundImage: "none !important", textDecoration: "underline wavy 1px" },
  ".cm-lintRange-error": { textDecorationColor: "var(--bad)" },
  ".cm-lintRange-warning, .cm-lintRange-info": { textDecorationColor: "var(--accent)" },
  ".cm-lintPoint:after": { borderBottomColor: "var(--bad) !important" },
  ".cm-gutter-lint": { width: "1.25rem" },
  ".cm-lint-marker": { width: "auto", height: "auto", textAlign: "center", content: "none !important" },
  ".cm-lint-marker-error::before": { content: "'✗'", color: "var(--bad)" },
  ".cm-lint-marker-warning::before": { content: "'!'", color: "var(--accent)", fontWeight: "700" },
  ".cm-lint-marker-info::before": { content: "'?'", color: "var(--accent)", fontWeight: "700" },

  ".cm-tooltip": {
    maxWidth: "min(24rem, 90vw)",
    border: "1px solid var(--field-line)",
    borderRadius: "0.5rem",
    backgroundColor: "var(--card)",
    color: "var(--text)",
    fontSize: "0.875rem",
  },
  ".cm-tooltip-lint": { padding: "0.25rem 0.5rem" },
  ".cm-diagnostic": { border: "0 !important", padding: "0.125rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { minWidth: "9rem", fontFamily: "var(--mono)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.5rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-completionInfo": { padding: "0.375rem 0.625rem", maxWidth: "min(16rem, 60vw)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
});

/** Names, texts and the rest of JSON. */
export const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null], fontWeight: "600" },
]);
