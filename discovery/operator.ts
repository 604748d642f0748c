/** What the person at the node may order: dial, forget, disconnect, block. A refusal is a sentence for that person. */
import { startDial } from "./dials.ts";
import { DONE, TRY_LATER } from "./close_codes.ts";
import type { Target } from "./address/group.ts";
import * as limits from "./limits.ts";
import { type Link, rowOf } from "./link.ts";
import { OPERATOR } from "./options.ts";
import type { Block, State } from "./state.ts";
import type { HelloArgs } from "./effects.ts";

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
    const { book, blocks, busy, dials, now_s, own } = this.#state.at(now_ms);
    if (own.is(target.key)) return conflict("This is the node's own address.");
    if (blocks.has(target.key)) return conflict("The address is blocked. Unblock it first.");
    if (dials >= limits.operator_dials_at_once_max) {
      return conflict(`${dials} addresses are being dialled already. Try again in a few seconds.`);
    }
    const entry = book.hear(now_s, target, OPERATOR);
    if (entry === undefined) return conflict("The peer book is full.");
    if (busy.has(entry)) return conflict("The node is connected with this address or is dialling it.");
    startDial(this.#state, entry, "redial", entry.contact?.speaks === "plain").is_ordered = true;
  }

  /** Drops the address from the book; true where it was there. */
  forget(target: Target): Refusal | boolean {
    const {
      blocks,
      book,
      busy,
      verified_inbound,
      reconnects,
      options,
      announced_news,
      suspects,
    } = this.#state;
    if (this.#state.isSeed(target)) {
      return conflict("The address was given by --join: it is dialled for ever.");
    }
    const entry = book.get(target.key);
    if (entry === undefined) return false;
    if (blocks.has(target.key)) return conflict("The address is blocked. Unblock it first.");
    if (busy.has(entry) || verified_inbound.has(entry)) {
      return conflict("The node is connected with this address. Disconnect or block it first.");
    }
    book.forget(entry);
    reconnects.drop(target.key);
    announced_news.drop(entry);
    suspects.delete(entry);
    options.tell({ kind: "forgotten", about: target.addr });
    return true;
  }

  /** Closes one connection. */
  disconnect(id: number): Refusal | undefined {
    const link = this.#state.links.get(id);
    if (link === undefined || link.kind === "client") {
      return { kind: "unknown", error: `There is no connection ${id}.` };
    }
    this.#state.close(link, DONE, "disconnected by the operator");
  }

  /** Closes every connection with the address and makes none until then; a known block gets the new end. */
  block(now_ms: number, target: Target, until_ms: number): Refusal | undefined {
    const { blocks, book, links, now_s, options } = this.#state.at(now_ms);
    const known = blocks.get(target.key);
    if (known === undefined && blocks.size >= limits.blocks_max) {
      return conflict(`${limits.blocks_max} addresses are blocked already.`);
    }
    const dialled = links.values().find((link) => link.outbound && link.entry.target.key === target.key);
    const met = dialled === undefined ? known : { nonce: nonceOf(dialled), ip: dialled.ip };
    const { nonce, ip } = met ?? { nonce: "", ip: "" };
    const block = { target, until_ms, nonce, ip };
    blocks.set(target.key, block);
    // A row, so that the block is seen and can be ended.
    book.hear(now_s, target, OPERATOR);
    for (const link of [...links.values()].filter((link) => isOf(link, block))) {
      this.#state.close(link, link.outbound ? DONE : TRY_LATER, "blocked by the operator");
    }
    options.tell({ kind: "blocked", about: target.addr });
    this.#state.wake(now_ms);
  }

  /** Ends a block. */
  unblock(now_ms: number, target: Target): Refusal | undefined {
    if (!this.#state.blocks.delete(target.key)) {
      return { kind: "unknown", error: "The address is not blocked." };
    }
    this.#state.options.tell({ kind: "unblocked", about: target.addr });
    this.#state.at(now_ms).wake(now_ms);
  }

  /** Until when the address is blocked, in milliseconds since 1970; null where it is not. */
  blockedUntil(key: string): number | null {
    return this.#state.blocks.get(key)?.until_ms ?? null;
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

/** True for a peer that is kept away: its hello names a blocked address, or it is a node that was met at one. */
export function isBlockedInbound(
  { blocks, options }: State,
  ip: string,
  { addr = "", nonce }: HelloArgs,
): boolean {
  const key = options.locate(addr)?.key ?? "";
  return blocks.has(key) || blocks.values().some((block) => isNodeOf(nonce, ip, block));
}

/** True for the connections of one address: dialled, verified, claimed, and those of the very node that was met there. */
function isOf(link: Link, block: Block): boolean {
  const { key } = block.target;
  if (rowOf(link)?.target.key === key || (link.kind === "inbound" && link.claimed?.key === key)) return true;
  return isNodeOf(nonceOf(link), link.ip, block);
}

/** The nonce alone would not do: somebody else may repeat it from elsewhere. */
function isNodeOf(nonce: string, ip: string, block: Block): boolean {
  return block.nonce !== "" && nonce === block.nonce && ip === block.ip;
}

/** The nonce in the other end's hello; empty where there was none. */
function nonceOf(link: Link): string {
  return link.kind === "outbound" || link.kind === "inbound" ? link.nonce : "";
}

function conflict(error: string): Refusal {
  return { kind: "conflict", error };
}
