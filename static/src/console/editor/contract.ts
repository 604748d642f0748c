/** The types that the page and the editor share. The editor is a separate bundle, loaded later. */
import type { Language } from "../../page/language.ts";
import type { OpDescription } from "../op_description.ts";
import type { Severity } from "./fault.ts";

/** A fault as the page tells it. */
export interface JudgedFault {
  readonly severity: Severity;
  readonly words: string;
}

/** How the editor begins. */
export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  /** What is selected, in characters from the start. */
  readonly selection: { readonly from: number; readonly to: number };
  readonly label: string;
  readonly language: Language;
  readonly ops: readonly OpDescription[];
  /** The person changed the text. */
  changed(): void;
  /** The first fault in the text, if there is one. */
  judged(fault: JudgedFault | undefined): void;
}

/** A running editor. */
export interface Editor {
  text: string;
  focus(): void;
  /** The node says now that it has these. */
  describeOps(ops: readonly OpDescription[]): void;
}

/** What the bundle exports. */
export interface EditorModule {
  createEditor(options: EditorOptions): Editor;
}
