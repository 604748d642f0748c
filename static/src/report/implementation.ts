/** Which implementation answered, as far as it can be known, in words. */
import type { Language } from "../page/language.ts";
import { report_words } from "./words.ts";

/** What is known of a node. */
export interface Known {
  /** It serves this page. */
  readonly is_own: boolean;
  /** Its program and version, where it said so. */
  readonly agent?: string | undefined;
  /** Whether it answered `ops` with its ops; undefined: it was not asked. */
  readonly describes_ops?: boolean | undefined;
}

/** Says it. A node's own word for itself is only taken from the node that serves the page. */
export function implementationWords({ is_own, agent, describes_ops }: Known, language: Language): string {
  const words = report_words[language];
  if (is_own) return words.is_own(agent ?? words.unnamed_own);
  if (describes_ops === undefined) return words.unknown;
  return describes_ops ? words.describes_ops : words.like_lecture;
}
