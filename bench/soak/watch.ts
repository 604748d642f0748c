/** Registers and lists at one node while a fault lasts, and until it takes addresses again. */
import { setTimeout as delay } from "node:timers/promises";
import { freshAddress } from "./acknowledged.ts";
import { type Asker, isRefusal } from "./asker.ts";

/** What a node answered meanwhile. */
export interface Watched {
  /** Addresses that it acknowledged. */
  readonly accepted: readonly string[];
  /** Registers that it refused, since its store was full or away. */
  readonly refused: number;
  /** Registers with another status, or without an answer. */
  readonly unanswered: number;
  readonly lists: number;
  readonly lists_failed: number;
  /** From the end of the fault to the next 202; missing where patience ended first. */
  readonly accepts_ms?: number | undefined;
}

/** How a watch is kept. */
export interface WatchOptions {
  /** After the fault's end. */
  readonly patience_ms: number;
  /** Settles when the next question is due. */
  readonly pause?: () => Promise<unknown>;
  readonly now_ms?: () => number;
}

/** New addresses so often: enough to go round the log of SQLite in a few seconds, too few to be a load. */
const each_ms = 50;

/**
 * Asks until the fault is over and the node has accepted an address, or patience has ended.
 *
 * @param ended Settles when the fault is over.
 */
export async function watch(
  asker: Pick<Asker, "ask">,
  ended: Promise<unknown>,
  { patience_ms, pause = () => delay(each_ms), now_ms = () => performance.now() }: WatchOptions,
): Promise<Watched> {
  let ended_ms: number | undefined;
  const note = () => void (ended_ms = now_ms());
  ended.then(note, note);
  const accepted: string[] = [];
  const seen = { refused: 0, unanswered: 0, lists: 0, lists_failed: 0 };
  for (;;) {
    const address = freshAddress();
    const answer = await asker.ask("register", { addr: address });
    const status = answer?.status;
    const after_ms = ended_ms === undefined ? undefined : now_ms() - ended_ms;
    if (status === 202) accepted.push(address);
    else if (answer !== undefined && isRefusal(answer)) seen.refused++;
    else seen.unanswered++;
    const is_over = after_ms !== undefined && (status === 202 || after_ms > patience_ms);
    if (is_over) return { accepted, ...seen, accepts_ms: status === 202 ? after_ms : undefined };
    if ((await asker.ask("peers", { limit: 1 }))?.status === 200) seen.lists++;
    else seen.lists_failed++;
    await pause();
  }
}
