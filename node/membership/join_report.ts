/** Reports the outcome of `--join`: once when an address can't be reached, and once when it is reached later. */
import type { Target } from "../../discovery/address/group.ts";
import type { Happening } from "../../discovery/state/happening.ts";
import type { Log } from "../../ops/context.ts";
import { connectCause } from "../sockets/connect_cause.ts";

/** What was last reported of an address. After `reached` nothing more is. */
type Word = "nothing" | "unreached" | "reached";

/** Reasons of a close that mean that the address is a wrong one. */
const wrong: Readonly<Record<string, string>> = {
  "another network": "it belongs to another network; give both nodes the same --net",
  "this is ourselves": "that is this node itself; name another one",
};

/**
 * Reports on the addresses to join through. Later failures are logged with `--debug` only.
 *
 * @example
 * ```ts
 * import { JoinReport } from "./join_report.ts";
 * import { locate } from "../../discovery/address/group.ts";
 * import { logOf } from "../logging.ts";
 *
 * const seed = locate("ws://203.0.113.7:9000/ws")!;
 * const report = new JoinReport([seed], [], logOf("membership"));
 * report.failed(seed, Object.assign(new Error("connect"), { code: "ECONNREFUSED" }));
 * report.reached(seed);
 * ```
 */
export class JoinReport {
  readonly #words = new Map<string, Word>();
  readonly #log: Log;

  /** @param own Addresses of the node itself. It never dials them. */
  constructor(joins: readonly Target[], own: readonly Target[], log: Log) {
    this.#log = log;
    for (const target of joins) {
      if (own.some(({ key }) => key === target.key)) this.#sayWrong(target, "this is ourselves");
      else this.#words.set(target.key, "nothing");
    }
  }

  /** A dial failed. */
  failed(target: Target, error: unknown): void {
    if (this.#words.get(target.key) !== "nothing") return;
    this.#words.set(target.key, "unreached");
    this.#log.info(
      "Cannot reach {addr}, given with --join. It is dialled again and again; check the address, and that a node " +
        "runs there: {cause}",
      { addr: target.addr, cause: error instanceof Error ? connectCause(error).en : String(error) },
    );
  }

  /** A connection is open. */
  reached(target: Target): void {
    const word = this.#words.get(target.key);
    if (word === undefined || word === "reached") return;
    this.#words.set(target.key, "reached");
    if (word === "nothing") return;
    this.#log.info("Reached after all, given with --join: {addr}", { addr: target.addr });
  }

  /** A close may show that the address is a wrong one. */
  tell({ kind, reason, link }: Happening): void {
    if (kind !== "closing" || !link!.outbound || !Object.hasOwn(wrong, reason!)) return;
    const { target } = link!.entry;
    if (this.#words.delete(target.key)) this.#sayWrong(target, reason!);
  }

  #sayWrong({ addr }: Target, reason: string): void {
    this.#log.info("No way to join through {addr}, given with --join: {cause}", {
      addr,
      cause: wrong[reason],
    });
  }
}
