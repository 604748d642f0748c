/**
 * Does what 'A whole class' and 'The class board' tell a lecturer, word by word in an empty folder: from a list to grades,
 * and the board. Only the addresses of the nodes and of the board's own node are others.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { scriptedNode } from "../cli/test_node.ts";
import { lectureAnswers, scriptedWorld } from "../check/test_world.ts";
import type { World } from "../check/world.ts";
import { until } from "../node/test_until.ts";
import type { BoardView } from "../static/board_messages.ts";
import { codeBlocks, readDocument, tableRows } from "./markdown.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const config = fileURLToPath(new URL("../deno.json", import.meta.url));

/** The code of the two sections, without the indent of their lists. */
function blocksOf(path: string): { info: string; text: string }[] {
  const text = readDocument(path).replaceAll(/^ {3}/gm, "");
  const start = text.search(/^## (A whole class|整个班级)$/m);
  assert.ok(start > 0, path);
  return codeBlocks(text.slice(start)).map(({ info, text }) => ({ info, text }));
}

/** A command as it is shown, run from source; more words only say where a node is. */
function command(shown: string, folder: string, more: readonly string[] = []): Deno.Command {
  const [program, ...words] = shown.split(" ");
  assert.equal(program, "foxchain");
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", "--config", config, main, "--worker-options", ...words, ...more],
    cwd: folder,
    env: { LANG: "en_US.UTF-8", NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(
  shown: string,
  folder: string,
  more?: readonly string[],
): Promise<{ code: number; said: string }> {
  const { code, stdout, stderr } = await command(shown, folder, more).output();
  return { code, said: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

function lectureNode(change: (answer: string) => string = (answer) => answer) {
  const world: World = { ...scriptedWorld({}), wall_ms: () => performance.timeOrigin + performance.now() };
  const answers = lectureAnswers(() => world);
  return scriptedNode((text) => change(answers(text)));
}

for (const path of ["docs/check.md", "docs/check.zh-CN.md"]) {
  Deno.test(`${path} leads from a list to grades, and to the board`, async () => {
    const blocks = blocksOf(path);
    assert.deepEqual(blocks.map(({ info }) => info), ["csv", "sh", "sh"]);
    const [list, judge, show] = blocks.map(({ text }) => text) as [string, string, string];
    await using right = lectureNode();
    await using wrong = lectureNode((answer) => answer.replace("time_zone", "time_zore"));
    const folder = await Deno.makeTempDir({ prefix: "foxchain_lecturer_" });
    try {
      // The nodes of this test in place of those of the class room.
      const places = [right, wrong].map(({ port }) => `127.0.0.1:${port}`);
      const own = list.replaceAll(/192\.168\.1\.\d+:9000/g, () => places.shift()!);
      assert.equal(places.length, 0);
      const roster = /class (\S+)/.exec(judge)![1]!;
      await Deno.writeTextFile(`${folder}/${roster}`, own);
      const first = await run(judge, folder);
      assert.equal(first.code, 0, first.said);
      const out = /--out (\S+)/.exec(judge)![1]!;
      const read = (name: string) => Deno.readTextFile(`${folder}/${out}/${name}`);
      // Every file that the table names.
      const named = tableRows(readDocument(path)).map(([cell]) => /^`([a-z*/]+\.\w+)`$/.exec(cell!)?.[1])
        .filter((name) => name !== undefined);
      assert.ok(named.includes("grades.csv") && named.length >= 5, named.join());
      const there = await Promise.all(
        ["", "students/", "results/"].map(async (inner) => {
          const names = [];
          for await (const { name, isFile } of Deno.readDir(`${folder}/${out}/${inner}`)) {
            if (isFile) names.push(inner + name);
          }
          return names;
        }),
      );
      const files = there.flat();
      for (const name of named) {
        const pattern = new RegExp(`^${RegExp.escape(name).replace("\\*", ".+")}$`);
        assert.ok(files.some((file) => pattern.test(file)), `${name}: ${files}`);
      }
      const [head, full, less] = (await read("grades.csv")).replace("\ufeff", "").split("\r\n");
      assert.equal(head, "学号,姓名,得分,评语");
      assert.match(full!, /^2021001,张三,100,/);
      assert.match(less!, /^2021002,李四,\d\d,.*time_zore/);
      assert.match(await read("class.html"), /time_zore/);
      // The same command again asks nobody.
      const again = await run(judge, folder);
      assert.match(again.said, /judged before/);
      for (const format of ["canvas", "moodle"]) {
        assert.equal((await run(judge, folder, ["--format", format])).code, 0);
      }
      await tryBoard(show.replace(" --open", ""), folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** A test opens no browser of the machine; tests/class_board_test.ts looks at the page. */
async function tryBoard(shown: string, folder: string): Promise<void> {
  const node = command(shown, folder, ["--host", "127.0.0.1", "--port", "0"]).spawn();
  const told = Promise.withResolvers<string>();
  const reading = (async () => {
    let log = "";
    for await (const text of node.stderr.pipeThrough(new TextDecoderStream())) {
      log += text;
      const url = /http:\S+\/board/.exec(log)?.[0];
      if (url !== undefined) told.resolve(url);
    }
    told.reject(new Error(log));
  })();
  try {
    const url = await told.promise;
    assert.equal((await fetch(`${url}/state`).then((answer) => (answer.body?.cancel(), answer))).status, 401);
    // What the document says about a second browser.
    const { said } = await run("foxchain key --json", folder);
    const { key } = JSON.parse(said);
    let view: BoardView | undefined;
    await until(
      async () => {
        const answer = await fetch(`${url}/state`, { headers: { "x-foxchain-key": key } });
        view = await answer.json() as BoardView;
        return view.students.every(({ result }) => result?.verdict === "complete" && !result.is_checking);
      },
      "both are judged",
      60_000,
    );
    assert.deepEqual(view!.students.map(({ name, presence }) => [name, presence]), [["张三", "online"], [
      "李四",
      "online",
    ]]);
    assert.deepEqual(view!.students.map(({ result }) => result!.points === 100), [true, false]);
    node.kill("SIGTERM");
    await reading;
  } finally {
    await node.stdout.cancel();
    assert.equal((await node.status).code, 0);
  }
}

Deno.test("both languages of the lecturer's page show the same commands", () =>
  assert.deepEqual(blocksOf("docs/check.zh-CN.md"), blocksOf("docs/check.md")));
