/** What the person at the node may order: dial, forget, disconnect, block. A refusal is a sentence for that person. */
import { blockOf, isBlockedLink, makeBlock } from "./blocks.ts";
import { startDial } from "./dials.ts";
import { DONE, TRY_LATER } from "./close_codes.ts";
import type { Target } from "./address/group.ts";
import { Identities, isConnectedOtherwise } from "./identity.ts";
import type { Link } from "./state/link.ts";
import * as limits from "./limits.ts";
import { OPERATOR } from "./state/options.ts";
import type { State } from "./state/state.ts";

/** Why an order was not carried out. */
export interface Refusal {
  readonly kind: "unknown" | "conflict";
  readonly error: string;
}

/** Carries out orders over one membership. Undefined means done. */
export class Operator {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Dials now, whatever the record says and budgets would allow. */
  dial(now_ms: number, target: Target): Refusal | undefined {
    const { book, busy, dials, now_s, own } = this.#state.at(now_ms);
    if (own.is(target.key)) return conflict("This is the node's own address.");
    if (blockOf(this.#state, target) !== undefined) {
      return conflict("The address is blocked. Unblock it first.");
    }
    if (dials >= limits.operator_dials_at_once_max) {
      return conflict(`${dials} addresses are being dialled already. Try again in a few seconds.`);
    }
    const entry = book.hear(now_s, target, OPERATOR);
    if (entry === undefined) return conflict("The peer book is full.");
    if (busy.has(entry)) return conflict("The node is connected with this address or is dialling it.");
    if (isConnectedOtherwise(this.#state, entry)) {
      return conflict("The node is connected with this node under another address.");
    }
    startDial(this.#state, entry, "redial", entry.contact?.speaks === "plain").is_ordered = true;
  }

  /** Drops the address from the book; true where it was there. */
  forget(target: Target): Refusal | boolean {
    const {
      book,
      busy,
      verified_inbound,
      reconnects,
      options,
      reached_news,
      announced_news,
      suspects,
    } = this.#state;
    if (this.#state.isSeed(target)) {
      return conflict("The address was given by --join: it is dialled for ever.");
    }
    const entry = book.get(target.key);
    if (entry === undefined) return false;
    if (blockOf(this.#state, target) !== undefined) {
      return conflict("The address is blocked. Unblock it first.");
    }
    if (busy.has(entry) || verified_inbound.has(entry)) {
      return conflict("The node is connected with this address. Disconnect or block it first.");
    }
    book.forget(entry);
    reconnects.drop(target.key);
    reached_news.drop(entry);
    announced_news.drop(entry);
    suspects.delete(entry);
    options.tell({ kind: "forgotten", about: target.addr });
    return true;
  }

  /** Closes a connection, and what else is open with the same node: else it would stay connected. */
  disconnect(id: number): Refusal | undefined {
    const link = this.#state.links.get(id);
    if (link === undefined || link.kind === "client") {
      return { kind: "unknown", error: `There is no connection ${id}.` };
    }
    const identities = new Identities(this.#state);
    const node = identities.ofLink(link);
    const isSame = (other: Link) =>
      other === link || (identities.ofLink(other) === node && isOpen(other) && !isElsewhere(other, link));
    for (const other of [...this.#state.links.values()].filter(isSame)) {
      this.#state.close(other, DONE, "disconnected by the operator");
    }
  }

  /**
   * Closes every connection with the node at the address and makes none until then, under whatever address. A known block
   * gets the new end.
   */
  block(now_ms: number, target: Target, until_ms: number): Refusal | undefined {
    const { blocks, book, links, now_s, options } = this.#state.at(now_ms);
    const known = blockOf(this.#state, target);
    if (known === undefined && blocks.size >= limits.blocks_max) {
      return conflict(`${limits.blocks_max} addresses are blocked already.`);
    }
    const key = known?.target.key ?? target.key;
    blocks.set(key, known ? { ...known, until_ms } : makeBlock(this.#state, target, until_ms));
    // A row, so that the block is seen and can be ended.
    book.hear(now_s, target, OPERATOR);
    for (const link of [...links.values()].filter((link) => isBlockedLink(this.#state, link))) {
      this.#state.close(link, link.outbound ? DONE : TRY_LATER, "blocked by the operator");
    }
    options.tell({ kind: "blocked", about: target.addr });
    this.#state.wake(now_ms);
  }

  /** Ends the block of a node, named by any of its addresses. */
  unblock(now_ms: number, target: Target): Refusal | undefined {
    const block = blockOf(this.#state, target);
    if (block === undefined) return { kind: "unknown", error: "The address is not blocked." };
    this.#state.blocks.delete(block.target.key);
    this.#state.options.tell({ kind: "unblocked", about: block.target.addr });
    this.#state.at(now_ms).wake(now_ms);
  }

  /** Until when the address is blocked, in milliseconds since 1970; null where it is not. */
  blockedUntil(target: Target): number | null {
    return blockOf(this.#state, target)?.until_ms ?? null;
  }

  /** True for an address that `--join` gave. */
  isSeed(target: Target): boolean {
    return this.#state.isSeed(target);
  }
}

/** Ends the blocks that have run out. */
export function endBlocks(state: State): void {
  for (const [key, { target, until_ms }] of state.blocks) {
    if (until_ms > state.now_ms) state.wake(until_ms);
    else {
      state.blocks.delete(key);
      state.options.tell({ kind: "unblocked", about: target.addr });
    }
  }
}

function isOpen(link: Link): boolean {
  return link.kind !== "outbound" || link.stage !== "dialling";
}

/** Two dialled ports may be one node by a nonce alone, which anybody on this machine could repeat. */
function isElsewhere(one: Link, other: Link): boolean {
  return one.outbound && other.outbound && one.entry.target.port !== other.entry.target.port;
}

function conflict(error: string): Refusal {
  return { kind: "conflict", error };
}
