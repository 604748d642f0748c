/** What every part of the panel of peers is given. */
import type { Translation } from "../page/language.ts";
import type { Page } from "../page/page.ts";
import type { Names } from "./names.ts";
import type { peers_words } from "./words.ts";

/** The page, and what the panel's parts share. */
export interface PeersContext extends Pick<Page, "language" | "live"> {
  readonly words: Translation<typeof peers_words.en>;
  readonly names: Names;
  /** Says something once to those who listen instead of looking. */
  readonly say: (words: string) => void;
  /** Something but the node's news changed: a name, an editor. */
  readonly redraw: () => void;
}
