/** The progress of the lab with each node: joins the console's exchanges, the kept ones and the verdict. */
import { isThisComputer } from "../../../check/rules.ts";
import type { Conversation } from "../console/conversation.ts";
import type { Exchange } from "../console/conversation_history.ts";
import type { PageStorage } from "../page/page_storage.ts";
import { evidenceOf } from "./evidence.ts";
import { judge, type Progress, proofs } from "./judge.ts";
import {
  allThatCounts,
  type LabRecord,
  mergeRecords,
  type NodeRecord,
  nodeRecord,
  readRecord,
  withNode,
  writeRecord,
} from "./record.ts";

const storage_key = "foxchain.lab";

/** What the state is made of. */
export interface LabSources {
  readonly conversation: Pick<Conversation, "exchanges" | "counterpart">;
  readonly storage: Pick<PageStorage, "read" | "write" | "listen">;
  /** URL of the node that serves the page. */
  readonly own_url: string;
}

/** The lab with the node last spoken to, or with the one that was chosen. */
export class LabState {
  #record: LabRecord;
  #url: string;
  readonly #sources: LabSources;

  /** Takes up what was said and kept earlier. */
  constructor(sources: LabSources) {
    this.#sources = sources;
    this.#record = readRecord(sources.storage.read(storage_key));
    this.#url = sources.conversation.counterpart?.url ?? sources.own_url;
    for (const url of new Set(sources.conversation.exchanges.map(({ url }) => url))) this.#keep(url);
  }

  /** The node whose list this is. */
  get url(): string {
    return this.#url;
  }

  /** Nodes with a list of their own, this one included. */
  get urls(): readonly string[] {
    return [...new Set([this.#sources.own_url, ...this.#record.keys(), this.#url])];
  }

  /** Whether the node serves this page. */
  get is_own(): boolean {
    return this.#url === this.#sources.own_url;
  }

  /** Whether the node answered `ops` with its ops; undefined where that is not known. */
  get describes_ops(): boolean | undefined {
    const { counterpart } = this.#sources.conversation;
    const told = counterpart?.url === this.#url ? counterpart.describes_ops : undefined;
    return told ?? nodeRecord(this.#record, this.#url).describes_ops;
  }

  /** How the steps stand. */
  get progress(): Progress {
    return this.#judge(this.#url);
  }

  /** Shows another node's list. */
  choose(url: string): void {
    this.#url = url;
  }

  /** Calls when another tab went on with the lab. */
  listen(heard: () => void): void {
    this.#sources.storage.listen(storage_key, () => {
      this.#takeUp();
      heard();
    });
  }

  /** An exchange was sent or answered: its node's list is the one to show. */
  hear(exchange: Exchange): void {
    this.#url = exchange.url;
    this.#keep(this.#url);
  }

  /**
   * The exchanges with this node so far don't count any more.
   *
   * @returns Takes that back. Exchanges in between count, too.
   */
  startOver(now_ms: number): (now_ms: number) => void {
    const url = this.#url;
    const before = nodeRecord(this.#record, url);
    this.#write(url, { started_ms: now_ms, kept: [] });
    return (taken_back_ms) => {
      this.#write(url, { ...before, taken_back_ms });
      this.#keep(url);
      this.#url = url;
    };
  }

  #judge(url: string): Progress {
    const heard = this.#sources.conversation.exchanges.filter((exchange) => exchange.url === url)
      .map(evidenceOf).filter((evidence) => evidence !== undefined);
    return judge(
      allThatCounts(nodeRecord(this.#record, url), heard),
      url === this.#sources.own_url,
      isThisComputer(url),
    );
  }

  /** Keeps what proves a step, and what the node is. */
  #keep(url: string): void {
    this.#takeUp();
    const entry = nodeRecord(this.#record, url);
    const kept = [...new Set(proofs(this.#judge(url)).map(({ evidence }) => evidence))];
    const { counterpart } = this.#sources.conversation;
    const describes_ops = counterpart?.url === url ? counterpart.describes_ops : undefined;
    this.#write(url, { ...entry, kept, ...(describes_ops === undefined ? {} : { describes_ops }) });
  }

  /** What another tab wrote is not overwritten. */
  #takeUp(): void {
    this.#record = mergeRecords(this.#record, readRecord(this.#sources.storage.read(storage_key)));
  }

  #write(url: string, entry: NodeRecord): void {
    this.#takeUp();
    this.#record = withNode(this.#record, url, entry);
    this.#sources.storage.write(storage_key, writeRecord(this.#record));
  }
}
