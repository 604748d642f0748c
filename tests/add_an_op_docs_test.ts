/** Does what 'Add an op' tells its reader to do, word by word in a copy of the project, and gets what the page shows. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { codeBlocks, readDocument } from "./markdown.ts";
import { within } from "./test_node.ts";

const documents = ["docs/add-an-op.md", "docs/add-an-op.zh-CN.md"];
const blocks = codeBlocks(readDocument("docs/add-an-op.md")).map(({ text }) => text);

/** The one block that contains a text. */
function block(part: string): string {
  const [found, ...others] = blocks.filter((text) => text.includes(part));
  assert.ok(found !== undefined && others.length === 0, `one block with ${part}`);
  return found;
}

for (const path of documents) {
  Deno.test(`${path} shows the homework as ops/time.ts has it, and where it stands in the table`, () => {
    const shown = codeBlocks(readDocument(path)).map(({ text }) => text);
    assert.ok(shown.includes(readDocument("ops/time.ts").trimEnd()));
    const lines = shown.find((text) => text.startsWith("import { time }"))!;
    for (const line of lines.split("\n")) assert.ok(readDocument("ops/table.ts").includes(line + "\n"), line);
  });
}

Deno.test("both languages of 'Add an op' show the same code", () => {
  const code = (path: string) =>
    codeBlocks(readDocument(path)).filter(({ info }) => info.startsWith("ts")).map(({ text }) => text);
  assert.deepEqual(code(documents[1]!), code(documents[0]!));
});

/** Copies the project without what it does not need to run. */
async function copyProject(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if ([".git", "dist", "node_modules"].includes(name)) continue;
    if (isDirectory) await copyProject(join(from, name), join(to, name));
    else await Deno.copyFile(join(from, name), join(to, name));
  }
}

/** A copy of the project in which commands are run. */
class Copy {
  constructor(readonly folder: string) {}

  /** Puts the lines that the page shows into the table: the import after the others, the name at the end of the list. */
  async addToTable(): Promise<void> {
    const [line, , name] = block("import { count }").split("\n");
    const path = join(this.folder, "ops/table.ts");
    const text = await Deno.readTextFile(path);
    const listed = text.replace(/^\];$/m, `${name}\n];`);
    await Deno.writeTextFile(path, listed.replace(/(^import \{ time \}.*\n)/m, `${line}\n$1`));
  }

  async replaceHandle(): Promise<void> {
    const path = join(this.folder, "ops/count.ts");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace(/^ *handle:.*$/m, "  " + block("[...text]")));
  }

  /** Runs one of the commands that the page shows. */
  async run(command: string): Promise<{ code: number; output: string }> {
    const [deno, ...args] = command.match(/'[^']*'|\S+/g)!.map((word) => word.replaceAll("'", ""));
    assert.equal(deno, "deno");
    const { code, stdout, stderr } = await this.#command(args).output();
    const output = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    return { code, output: stripVTControlCharacters(output) };
  }

  /** Starts the node that the page starts, on any free port; returns its port and its end. */
  async start(): Promise<{ port: number; stop: () => Promise<void> }> {
    const command = block("deno task start call").split("\n")[0]!;
    const args = command.replace(/--port \d+ --db \S+/, "--port 0 --host 127.0.0.1 --db :memory:").split(" ");
    const child = this.#command(args.slice(1), "null").spawn();
    let log = "";
    const decoder = new TextDecoder();
    const lines = child.stderr.getReader();
    while (!/Listening on port: \d+/.test(log)) {
      const { value, done } = await lines.read();
      assert.ok(!done, log);
      log += decoder.decode(value);
    }
    lines.releaseLock();
    const rest = child.stderr.pipeTo(new WritableStream());
    return {
      port: Number(/Listening on port: (\d+)/.exec(log)![1]),
      stop: async () => {
        child.kill();
        await Promise.all([child.status, rest]);
      },
    };
  }

  #command(args: string[], stdout: "piped" | "null" = "piped"): Deno.Command {
    return new Deno.Command(Deno.execPath(), {
      args,
      cwd: this.folder,
      stdin: "null",
      stdout,
      stderr: "piped",
      env: { CI: "" },
    });
  }
}

/** What the tests print of each example, without the time that it took. */
function outcomes(output: string): string[] {
  return [...output.matchAll(/^(count, .*\.\.\. (?:ok|FAILED)) \(/gm)].map(([, line]) => line!);
}

/** Every test that reads the table; all the others can't notice a new op. */
const table_tests =
  "ops node/page/protocol_page_test.ts node/app_test.ts tests/docs_test.ts tests/protocol_docs_test.ts " +
  "tests/architecture_test.ts tests/repository_test.ts tests/limits_docs_test.ts tests/transcript_test.ts";

Deno.test("'Add an op' leads from an empty file to an op that a running node answers, and past the whole gate", async () => {
  const folder = await Deno.makeTempDir();
  const copy = new Copy(folder);
  try {
    await copyProject(".", folder);
    await Deno.writeTextFile(join(folder, "ops/count.ts"), block("characters: text.length") + "\n");
    await copy.addToTable();

    const test = block("ops/table_test.ts --filter");
    const failed = await copy.run(test);
    assert.notEqual(failed.code, 0);
    const shown = blocks.filter((text) => text.startsWith("count, example:"));
    assert.deepEqual(outcomes(failed.output), shown[0]!.split("\n"));
    for (const line of block("error: AssertionError").split("\n")) {
      assert.ok(failed.output.includes(line), line);
    }

    await copy.replaceHandle();
    const mended = await copy.run(test);
    assert.equal(mended.code, 0, mended.output);
    assert.deepEqual(outcomes(mended.output), shown[1]!.split("\n"));

    const node = await copy.start();
    try {
      const call = block("deno task start call").split("\n")[1]!;
      const { code, output } = await copy.run(call.replace(":9100", `:${node.port}`));
      assert.equal(code, 0, output);
      assert.ok(output.includes(block('"characters": 3\n  }\n}')), output);
    } finally {
      await within(20_000, "the end of the node", node.stop());
    }

    const gate = await copy.run(`deno task ok ${table_tests}`);
    assert.match(gate.output, /^\d+ passed, 0 failed/m, gate.output.slice(-2000));
    assert.equal(gate.code, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
