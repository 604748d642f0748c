/** What a person calls the nodes: the nicknames of this browser, and the class list that the node was given. */
import type { NamesAnswer, NodeName } from "../../live_messages.ts";
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

  /** The name of an address, or an empty text. */
  of(key: string): string {
    return this.nicknames.of(key) || this.listed(key)?.name || "";
  }

  /** The first name that any of a node's addresses has. */
  ofNode(keys: readonly string[]): string {
    return keys.map((key) => this.nicknames.of(key)).find(Boolean) ??
      keys.map((key) => this.of(key)).find(Boolean) ??
      "";
  }

  /** What the class list says of an address. */
  listed(key: string): NodeName | undefined {
    return this.#listed.get(key);
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
