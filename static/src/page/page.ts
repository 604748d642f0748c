/** What every panel of the page is given: the language, the node's live state, and the console's conversation. */
import type { Conversation } from "../console/conversation.ts";
import type { Bilingual, Language, Translation, Words } from "./language.ts";
import type { Live } from "./live.ts";

/** The page, as a panel sees it. */
export interface Page {
  readonly language: Language;
  /** State of the node that serves the page, kept fresh. */
  readonly live: Live;
  /** What the person sends by the console, to whatever node. */
  readonly conversation: Conversation;
}

/** A panel: fills its section of `index.html`, which holds nothing but the heading. Called once. */
export type Mount = (section: HTMLElement, page: Page) => void;

/** The words of one part in the page's language. */
export function wordsFor<Table extends Words>(
  page: Pick<Page, "language">,
  words: Bilingual<Table>,
): Translation<Table> {
  return words[page.language] as Translation<Table>;
}
