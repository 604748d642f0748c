/** What a trial works with: a checkout, nodes of it, and a folder that is removed afterwards. */
import { join } from "node:path";
import { NodeUnderAttack, type StartOptions } from "./node_under_attack.ts";

/** One trial's place. `await using` ends its nodes. */
export class Lab implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack();
  #nodes = 0;

  private constructor(
    readonly checkout: string,
    readonly folder: string,
    /** Whether it should be over soon. */
    readonly small: boolean,
  ) {
    this.#stack.defer(() => Deno.remove(folder, { recursive: true }));
  }

  /** Makes one. */
  static async open(checkout: string, small = false): Promise<Lab> {
    return new Lab(checkout, await Deno.makeTempDir({ prefix: "foxchain_attack_" }), small);
  }

  /** Starts a node in a folder of its own, or in the folder of an earlier one. */
  async start(options: Partial<StartOptions> = {}): Promise<NodeUnderAttack> {
    const folder = options.folder ?? join(this.folder, `node${++this.#nodes}`);
    await Deno.mkdir(folder, { recursive: true });
    return this.#stack.use(await NodeUnderAttack.start({ checkout: this.checkout, ...options, folder }));
  }

  /** Ends something with the trial. */
  use<T extends AsyncDisposable>(resource: T): T {
    return this.#stack.use(resource);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
