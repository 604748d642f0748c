/** A text for a person, in both languages of the program. It lies here because every room may import from discovery/. */

/** One text in each language. What goes over the wire, into JSON or into a log is never translated. */
export interface Words {
  /** English. */
  readonly en: string;
  /** Chinese. */
  readonly zh: string;
}
