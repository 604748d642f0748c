/**
 * The files that describe the ops of a node: `/asyncapi.json` and `/docs`. They are prepared anew when the ops change.
 */
import { asyncApiOf } from "../../ops/asyncapi.ts";
import type { LiveTable } from "../../ops/live_table.ts";
import { PreparedFile } from "./prepared_file.ts";
import type { Language } from "./protocol_words.ts";

interface Files {
  readonly revision: number;
  readonly asyncapi: PreparedFile;
  readonly docs: Readonly<Record<Language, PreparedFile>>;
}

/** The files of one table. */
export class TableFiles {
  readonly #table: LiveTable;
  #files: Files | undefined;

  /** Prepares nothing before the first request. */
  constructor(table: LiveTable) {
    this.#table = table;
  }

  /** The AsyncAPI document. */
  get asyncapi(): PreparedFile {
    return this.#current().asyncapi;
  }

  /** The page about the protocol, by language. */
  get docs(): Readonly<Record<Language, PreparedFile>> {
    return this.#current().docs;
  }

  #current(): Files {
    const { revision, all } = this.#table;
    if (this.#files?.revision === revision) return this.#files;
    const asyncapi = new PreparedFile("application/json", () => JSON.stringify(asyncApiOf(all)));
    const docsIn = (language: Language) =>
      new PreparedFile("text/html; charset=UTF-8", async () => {
        // Loaded at the first request, like all that only a page needs.
        const { protocolPage } = await import("./protocol_page.ts");
        return String(await protocolPage(all, language));
      }, ["Accept-Language"]);
    return this.#files = { revision, asyncapi, docs: { en: docsIn("en"), zh: docsIn("zh") } };
  }
}
