/** What the dialogs of the console's extras need of the console. */
import type { Language } from "../../page/language.ts";
import type { BinaryFrame } from "./binary_frame.ts";

/** The console, as they see it. */
export interface ExtrasHost {
  readonly language: Language;
  /** The editor's text. */
  text(): string;
  /** Puts a text into the editor and moves the keyboard there. */
  edit(text: string): void;
  /** Sends a binary frame; says whether that was possible. */
  sendBytes(frame: BinaryFrame): boolean;
}
