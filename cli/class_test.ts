import assert from "node:assert/strict";
import { join } from "node:path";
import { isWhole } from "../check/evidence.ts";
import { lectureAnswers, scriptedWorld } from "../check/test_world.ts";
import type { World } from "../check/world.ts";
import { sha256 } from "./check_files.ts";
import { run } from "./program.ts";
import { scriptedNode, type TestNode } from "./test_node.ts";
import { TestTerminal } from "./test_terminal.ts";

function lectureNode(onMessage: () => void): TestNode {
  const world: World = { ...scriptedWorld({}), wall_ms: () => performance.timeOrigin + performance.now() };
  const answers = lectureAnswers(() => world);
  return scriptedNode((text) => {
    onMessage();
    return answers(text);
  });
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_class_" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("from a list to grades: every file is there, a second run asks nobody, and a broken file is made anew", () =>
  inFolder(async (folder) => {
    let messages = 0;
    await using node = lectureNode(() => messages++);
    const [roster, out] = [join(folder, "roster.csv"), join(folder, "out")];
    await Deno.writeTextFile(
      roster,
      `学号,姓名,班级,url\n1,张三,A,${node.url}\n2,=李四,A,\n3,王五,B,${node.url}\n`,
    );
    const args = ["class", roster, "--out", out, "--lang", "zh", "--stage", "1"];
    const terminal = new TestTerminal();
    assert.equal(await run(args, terminal), 3);
    assert.match(terminal.stderr, /^\[3\/3\] /m);
    assert.ok(!terminal.stderr.includes("\r"), "no bar without a terminal");
    assert.match(terminal.stdout, /张三 \(第 2 行\): 与 王五 \(第 4 行\) 是同一个节点/);
    const read = (...path: string[]) => Deno.readTextFile(join(out, ...path));
    const grades = await Deno.readFile(join(out, "grades.csv"));
    assert.deepEqual([...grades.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const [head, ...rows] = new TextDecoder().decode(grades).trimEnd().split("\r\n");
    assert.equal(head, "学号,姓名,得分,评语");
    assert.deepEqual(rows.map((row) => row.split(",").slice(0, 3)), [
      ["1", "张三", "35"],
      ["2", '"\'=李四"', ""],
      ["3", "王五", "35"],
    ]);
    assert.match(rows[1]!, /第 3 行.*名单中没有网址/);
    assert.ok(await isWhole(await read("results", "1-张三.json"), sha256));
    assert.match(await read("students", "1-张三.html"), /<h1>.*张三/);
    assert.match(await read("class.html"), /<!DOCTYPE html>/);
    assert.equal((await read("junit.xml")).match(/<testsuite /g)?.length, 3);

    const before = messages;
    assert.equal(await run(args, new TestTerminal()), 3);
    assert.equal(messages, before);
    // As a disk that was full, or somebody's editor, leaves it.
    await Deno.writeTextFile(join(out, "results", "1-张三.json"), '{"student":');
    await Deno.writeTextFile(join(out, "results", "3-王五.json"), "null");
    assert.equal(await run([...args, "--format", "moodle"], new TestTerminal()), 3);
    assert.ok(messages > before);
    assert.match(await read("grades.csv"), /^ID number,/);
    const asked = messages;
    assert.equal(await run([...args, "--again"], new TestTerminal()), 3);
    assert.ok(messages > asked);
    const left = [...Deno.readDirSync(join(out, "results"))].map(({ name }) => name);
    assert.ok(left.every((name) => name.endsWith(".json")), left.join());
  }));

Deno.test("all judged is exit code 0, also without all points, and a terminal sees a bar", () =>
  inFolder(async (folder) => {
    await using node = scriptedNode(() => "{}");
    const roster = join(folder, "roster.csv");
    await Deno.writeTextFile(roster, `name,url\nAnn,${node.url}\n`);
    const terminal = new TestTerminal({ terminals: ["stderr"] });
    const args = ["class", roster, "--out", join(folder, "out"), "--stage", "1"];
    assert.equal(await run(args, terminal), 0);
    assert.match(terminal.stderr, /░ 0\/1\r/);
    assert.match(terminal.stdout, /^1 of 1 judged, 0 with all points, 0 not judged$/m);
  }));

Deno.test("no list, a wrong option, and a folder that can't be written get their exit codes and what to do", () =>
  inFolder(async (folder) => {
    const roster = join(folder, "roster.csv");
    await Deno.writeTextFile(roster, "name,url\nAnn,\n");
    const cases: [string[], number, RegExp][] = [
      [[join(folder, "none.csv")], 2, /no such file/],
      [[roster, "--format", "xls"], 2, /Allowed choices are cn, canvas, moodle/],
      [[roster, "--out", roster], 4, /can't be written.*\nnext: /],
      [[], 2, /missing required argument/],
    ];
    for (const [args, code, message] of cases) {
      const terminal = new TestTerminal();
      assert.equal(await run(["class", ...args], terminal), code, terminal.stderr);
      assert.match(terminal.stderr, message);
    }
  }));

Deno.test("options of the board and of the files are refused in each other's place: one would do nothing", () =>
  inFolder(async (folder) => {
    const roster = join(folder, "roster.csv");
    await Deno.writeTextFile(roster, "name,url\nAnn,ws://a.example/ws\n");
    for (
      const [flags, cause] of [
        [["--names-only"], /--names-only is about the board/],
        [["--port", "9001"], /--port is about the board/],
        [["--board", "--out", "x"], /writes no files, so --out does nothing/],
        [["--board", "--again"], /writes no files, so --again/],
        [["--board=names"], /does not take an argument|unknown|board/],
      ] as const
    ) {
      const terminal = new TestTerminal();
      assert.equal(await run(["class", roster, ...flags], terminal), 2, flags.join(" "));
      assert.match(terminal.stderr, cause);
    }
    const missing = new TestTerminal();
    assert.equal(await run(["class", join(folder, "other.csv"), "--board"], missing), 2);
    assert.match(missing.stderr, /can't be read/);
  }));
