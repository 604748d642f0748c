/** Whether a node keeps what it acknowledged: addresses that it took with 202 and must list later. */
import { RawClient } from "../../tests/raw_client.ts";

/** Addresses that are registered before each fault: far fewer than what makes others leave the list. */
export const acknowledged_each_time = 20;
const patience_ms = 30_000;
const page_rows = 1_000;

/** Registers addresses at one node and looks for them after its fault. */
export class Acknowledged {
  #taken: string[] = [];
  #n = 0;

  /** Registers a few addresses; those that were not accepted are not looked for. */
  async register(port: number): Promise<void> {
    const peers = Array.from(
      { length: acknowledged_each_time },
      () => `ws://127.66.${this.#n >> 8}.${this.#n++ & 255}:9/ws`,
    );
    const { status } = await ask(port, { op: "register", args: { addr: peers } }) as { status: number };
    this.#taken = status === 202 ? peers : [];
  }

  /** How many of the accepted addresses are not listed any more; undefined where none was accepted. */
  async missing(port: number): Promise<number | undefined> {
    if (this.#taken.length === 0) return undefined;
    const listed = new Set<string>();
    let after: string | undefined;
    for (;;) {
      const { response } = await ask(port, { op: "peers", args: { limit: page_rows, after } }) as {
        response: { peers: string[] };
      };
      for (const address of response.peers) listed.add(address);
      if (response.peers.length < page_rows) break;
      after = response.peers.at(-1);
    }
    return this.#taken.filter((address) => !listed.has(address)).length;
  }
}

/** Asks once on a connection of its own. A node that is still starting is tried anew until patience ends. */
async function ask(port: number, question: unknown): Promise<unknown> {
  const end_ms = performance.now() + patience_ms;
  for (;;) {
    try {
      return await askOnce(port, question);
    } catch (error) {
      if (performance.now() > end_ms) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function askOnce(port: number, question: unknown): Promise<unknown> {
  using client = await RawClient.connect(port);
  return JSON.parse(await client.ask(JSON.stringify(question)));
}
