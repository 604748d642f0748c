/** Does what 'The homework' tells its reader, word by word in an empty folder, and gets an answer of the reader's own `time`. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
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

for (const path of ["docs/homework.md", "docs/homework.zh-CN.md"]) {
  Deno.test(`${path} leads to a node that answers with the reader's own time`, async () => {
    const blocks = blocksOf(path);
    assert.deepEqual(blocks.map(({ info }) => info), ["sh", "ts ignore", "sh", "sh", "sh"]);
    const [begin, file, trial, start, question] = blocks.map(({ text }) => text) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const folder = await Deno.makeTempDir({ prefix: "foxchain_homework_" });
    try {
      await succeeds(begin, folder);
      Deno.writeTextFileSync(`${folder}/my_ops/time.ts`, file);
      assert.match(await succeeds(trial, folder), /example 1: passed\ntime\.ts: the op time works/);
      const where = ["--host", "127.0.0.1", "--port", "0", "--log", "json", "--no-dial"];
      const node = command(start, folder, where).spawn();
      try {
        const loaded = Promise.withResolvers<number>();
        const reading = (async () => {
          let log = "";
          for await (const text of node.stderr.pipeThrough(new TextDecoderStream())) {
            log += text;
            const port = /"port":(\d+),/.exec(log)?.[1];
            if (port !== undefined && log.includes("loaded as the op time")) loaded.resolve(Number(port));
          }
          loaded.reject(new Error(log));
        })();
        const port = await loaded.promise;
        const asked_s = Date.now() / 1000;
        const answer = JSON.parse(await succeeds(question, folder, ["--json", "--url", `127.0.0.1:${port}`]));
        const { time, time_zone } = answer.response;
        assert.ok(Math.abs(time - asked_s) < 30, JSON.stringify(answer));
        assert.match(time_zone, /^\S+$/);
        node.kill("SIGTERM");
        await reading;
      } finally {
        await node.stdout.cancel();
        assert.equal((await node.status).code, 0);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("both languages of 'The homework' show the same code", () =>
  assert.deepEqual(blocksOf("docs/homework.zh-CN.md"), blocksOf("docs/homework.md")));
