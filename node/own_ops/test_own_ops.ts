/** Own ops in a folder of their own, for tests: files go in, answers come out. */
import { join } from "node:path";
import type { OwnOpView } from "../../static/live_messages.ts";
import { MemoryOpValues } from "../../storage/memory_op_values.ts";
import type { OpValues } from "../../storage/op_values.ts";
import { dispatch } from "../../ops/dispatch.ts";
import { LiveTable } from "../../ops/live_table.ts";
import { testContext } from "../../ops/test_context.ts";
import type { Context } from "../../ops/context.ts";
import type { AskNetwork } from "./ask_desk.ts";
import { OwnOps } from "./own_ops.ts";

/** A folder of ops and what became of them. */
export class TestOwnOps {
  readonly table = new LiveTable();
  /** Lines of the log. */
  readonly lines: string[] = [];
  readonly #folder: string;
  readonly #ops: OwnOps;
  #waiting: (() => void)[] = [];

  /** What ops said for the page. */
  readonly said: string[] = [];

  private constructor(folder: string, values: OpValues, network: AskNetwork | undefined) {
    this.#folder = folder;
    this.#ops = new OwnOps({
      folder,
      table: this.table,
      reach: { values, peers: (limit) => ["ws://a/ws", "ws://b/ws"].slice(0, limit) },
      log: {
        info: (message, properties = {}) => {
          this.lines.push(message.replaceAll(/\{(\w+)\}/g, (_, name) => String(properties[name])));
          this.#wake();
        },
        warn() {},
        debug() {},
        fault: (_op, error) => {
          throw error;
        },
      },
      said: (op, text) => this.said.push(`${op}: ${text}`),
      changed: () => this.#wake(),
    });
    if (network !== undefined) this.#ops.attach(network);
  }

  /** Runs a test over a folder with these files. */
  static async with(
    files: Readonly<Record<string, string>>,
    body: (ops: TestOwnOps) => Promise<void>,
    values: OpValues = new MemoryOpValues(),
    network?: AskNetwork,
  ): Promise<void> {
    const folder = await Deno.makeTempDir({ prefix: "foxchain_ops_" });
    const ops = new TestOwnOps(folder, values, network);
    try {
      for (const [file, text] of Object.entries(files)) ops.save(file, text);
      await ops.#ops.start();
      await body(ops);
    } finally {
      await ops.#ops.end();
      await Deno.remove(folder, { recursive: true });
    }
  }

  get folder(): string {
    return this.#folder;
  }

  /** Writes a file; what watches the folder is to find it. */
  save(file: string, text: string): void {
    Deno.writeTextFileSync(join(this.#folder, file), text);
  }

  /** The answer to a request. */
  async ask(
    op: string,
    args?: unknown,
    { via, ...context }: Partial<Context> & { via?: string } = {},
  ): Promise<{ status: number; error: string; response?: unknown }> {
    const text = JSON.stringify({ op, args, via });
    return JSON.parse(await dispatch(text, testContext(context), this.table.all).text);
  }

  get activity(): OwnOps["activity"] {
    return this.#ops.activity;
  }

  view(name: string): OwnOpView | undefined {
    return this.#ops.views.find((view) => view.name === name);
  }

  /** Waits until something holds that a change of the ops or a line of the log brings about. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
