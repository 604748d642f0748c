/** Does what 'The homework' tells its reader, word by word in an empty folder, and gets an answer of the reader's own `time`. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { until } from "../node/test_until.ts";
import { codeBlocks, readDocument } from "./markdown.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const config = fileURLToPath(new URL("../deno.json", import.meta.url));

/** Blocks of a document without the indent of their list. */
function blocksOf(path: string): { info: string; text: string }[] {
  const text = readDocument(path).replaceAll(/^ {3}/gm, "");
  return codeBlocks(text).map(({ info, text }) => ({ info, text }));
}

/** A command as it is shown, run from source; more words only say where the node is. */
function command(shown: string, folder: string, more: string[] = []): Deno.Command {
  const [program, ...words] = shown.split(" ");
  assert.equal(program, "foxchain");
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", "--config", config, main, "--worker-options", ...words, ...more],
    cwd: folder,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function succeeds(shown: string, folder: string, more?: string[]): Promise<string> {
  const { code, stdout, stderr } = await command(shown, folder, more).output();
  assert.equal(code, 0, `${shown}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** A node, started by a command of the document. */
class Started {
  #log = "";
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<void>;

  constructor(shown: string, folder: string, where: string[]) {
    this.#child = command(shown, folder, ["--host", "127.0.0.1", "--port", "0", "--log", "json", ...where])
      .spawn();
    this.#reading = this.#read();
  }

  async #read(): Promise<void> {
    for await (const text of this.#child.stderr.pipeThrough(new TextDecoderStream())) this.#log += text;
  }

  /** Waits until the log says it. */
  async says(pattern: RegExp): Promise<void> {
    await until(() => pattern.test(this.#log), `the log says ${pattern}`);
  }

  get url(): string {
    return `127.0.0.1:${/"port":(\d+),/.exec(this.#log)![1]}`;
  }

  async end(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.stdout.cancel();
    await this.#reading;
    assert.equal((await this.#child.status).code, 0);
  }
}

for (const path of ["docs/homework.md", "docs/homework.zh-CN.md"]) {
  Deno.test(`${path} leads to a node that answers with the reader's own time, and on to a chain of two nodes`, async () => {
    const blocks = blocksOf(path);
    const kinds = ["sh", "ts ignore", "sh", "sh", "sh", "ts ignore", "sh", "sh", "sh", "sh", "sh"];
    assert.deepEqual(blocks.map(({ info }) => info), kinds);
    const texts = blocks.map(({ text }) => text.trim());
    const [begin, file, trial, start, question, ticking, examples, second_trial, second_start, pay, mine] =
      texts as [string, string, string, string, string, string, string, string, string, string, string];
    const folder = await Deno.makeTempDir({ prefix: "foxchain_homework_" });
    const nodes: Started[] = [];
    const begun = (...parts: ConstructorParameters<typeof Started>) =>
      nodes[nodes.push(new Started(...parts)) - 1]!;
    try {
      await succeeds(begin, folder);
      Deno.writeTextFileSync(`${folder}/my_ops/time.ts`, file);
      assert.match(await succeeds(trial, folder), /example 1: passed\ntime\.ts: the op time works/);
      const node = begun(start, folder, []);
      await node.says(/"port":.*loaded as the op time/s);
      const at = ["--json", "--url", node.url];
      const asked_s = Date.now() / 1000;
      const { time, time_zone } = JSON.parse(await succeeds(question, folder, at)).response;
      assert.ok(Math.abs(time - asked_s) < 30, `${time}`);
      assert.match(time_zone, /^\S+$/);

      Deno.writeTextFileSync(`${folder}/my_ops/neighbours.ts`, ticking);
      assert.match(await succeeds(examples, folder), /my_ops.blocks\.js/);
      assert.match(
        await succeeds(second_trial, folder),
        /example 2: passed\ntick: passed\nblocks\.js: the op blocks works/,
      );
      // The second start names the port of the first one.
      const second = begun(second_start.replace("localhost:9000", node.url), folder, []);
      await second.says(/"port":.*loaded as the op tracker/s);
      await node.says(/"op":"neighbours","line":"1 asked"/);
      await succeeds(pay, folder, at);
      const height = async (shown: string, where: string[]) =>
        JSON.parse(await succeeds(shown, folder, where)).response.height as number;
      await until(async () => await height(mine, at) > 0, "a block");
      const there = ["--json", "--url", second.url];
      await until(
        async () => await height("foxchain call blocks", there) > 0,
        "the block at the other node",
        60_000,
      );
      const [{ transactions }] =
        JSON.parse(await succeeds("foxchain call blocks", folder, there)).response.blocks;
      const { from, to, amount } = transactions[0];
      assert.deepEqual([from, to, amount], ["ada", "bob", 3]);
    } finally {
      for (const node of nodes) await node.end();
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("both languages of 'The homework' show the same code", () =>
  assert.deepEqual(blocksOf("docs/homework.zh-CN.md"), blocksOf("docs/homework.md")));
