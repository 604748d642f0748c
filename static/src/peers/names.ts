/** The names of nodes: the nicknames of this browser, and the class list of the node. */
import type { NamesAnswer, NodeName, PeerView } from "../../live_messages.ts";
import type { Live } from "../page/live.ts";
import { kept } from "../page/page_storage.ts";
import { Nicknames } from "./nicknames.ts";

/** Both, for every panel of one page. */
export class Names {
  readonly nicknames: Nicknames;
  #listed: ReadonlyMap<string, NodeName> = new Map();
  readonly #listeners = new Set<() => void>();

  /** @param nicknames They come before the class list. */
  constructor(nicknames: Nicknames) {
    this.nicknames = nicknames;
    nicknames.listen(() => this.#tell());
  }

  /** Calls when a name changed. */
  listen(heard: () => void): void {
    this.#listeners.add(heard);
  }

  /**
   * The name of a node: the nickname that was last given to any of its addresses, otherwise the name in the class list,
   * otherwise an empty text.
   */
  ofNode(keys: readonly string[]): string {
    return this.nicknames.newest(keys) || this.#listedOf(keys)?.name || "";
  }

  /** The names of all nodes at one moment, by any address. One that has no row may have a name as well. */
  among(peers: Iterable<PeerView>): (addr: string) => string {
    const names = new Map<string, string>();
    for (const rows of Map.groupBy(peers, ({ node }) => node).values()) {
      const name = this.ofNode(rows.map(({ key }) => key));
      for (const { key, addr } of name === "" ? [] : rows) names.set(key, name).set(addr, name);
    }
    return (addr) => names.get(addr) ?? this.ofNode([addr]);
  }

  /** 学号 and 班级 of a node's student, as far as the class list has them. */
  studentOf(keys: readonly string[]): string {
    const { number = "", class_name = "" } = this.#listedOf(keys) ?? {};
    return [number, class_name].filter(Boolean).join(" ");
  }

  #listedOf(keys: readonly string[]): NodeName | undefined {
    return keys.map((key) => this.#listed.get(key)).find(Boolean);
  }

  /** Takes a class list. */
  take({ names }: NamesAnswer): void {
    this.#listed = new Map(names.map((name) => [name.key, name]));
    this.#tell();
  }

  #tell(): void {
    for (const heard of this.#listeners) heard();
  }
}

/** A name before the address that it stands for; the address alone where there is none. */
export function withName(name: string, addr: string): string {
  return name === "" ? addr : `${name} · ${addr}`;
}

const names_of = new WeakMap<Live, Names>();

/** The names of a page. The class list is asked for once the page has the key. */
export function namesOf(live: Live): Names {
  const known = names_of.get(live);
  if (known !== undefined) return known;
  const names = new Names(new Nicknames(kept));
  names_of.set(live, names);
  let asked = false;
  async function ask(): Promise<void> {
    if (asked === live.may_steer) return;
    asked = live.may_steer;
    if (!asked) return names.take({ names: [] });
    try {
      const answer = await live.steering.request("names", {});
      if (answer.ok) names.take(await answer.json() as NamesAnswer);
    } catch {
      // The node is away: the next change of the key asks again.
      asked = false;
    }
  }
  live.steering.listen(ask);
  void ask();
  return names;
}
