/** What the graph and the board have in common. */
import type { Language } from "../page/language.ts";
import type { Messages } from "./messages.ts";
import type { Picture } from "./picture.ts";

/** One way to draw the network. */
export interface PictureView {
  /** To be put into the page. */
  readonly element: Element;
  /** What lies above it, if anything. */
  readonly overlay?: Element;
  /** Draws what is new. */
  show(picture: Picture, chosen: string | undefined): void;
  /** Draws what moves; true as long as something does. */
  animate(messages: Messages, now_ms: number): boolean;
}

/** What a view is given. */
export interface ViewOptions {
  readonly language: Language;
  /** The person chose a node. */
  readonly choose: (id: string) => void;
  /** What the person calls the node with these addresses; an empty text where nothing. */
  readonly nameOf: (keys: readonly string[]) => string;
  /** Number and class of its student; an empty text where the node has no class list. */
  readonly studentOf: (keys: readonly string[]) => string;
  /** Whether the person asked the system for less movement. */
  readonly calm: () => boolean;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}
