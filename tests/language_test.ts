/** The program as a process in Chinese: what a student meets most, by the system's language and by --lang. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { permissions } from "../tools/permissions.ts";
import { command, foxchain, NodeProcess } from "./command.ts";

const here = ["--host", "127.0.0.1", "--port", "0", "--db", ":memory:"];
const chinese = { LANG: "zh_CN.UTF-8" };

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain-language-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What it writes on stderr in Chinese, by the system's language and by --lang; both are the same. */
async function inChinese(args: readonly string[], expected_code: number): Promise<string> {
  const [by_system, by_option] = await Promise.all([
    foxchain(args, { env: chinese }),
    foxchain(["--lang", "zh", ...args]),
  ]);
  assert.deepEqual([by_system.code, by_option.code], [expected_code, expected_code], by_system.stderr);
  assert.equal(by_option.stderr, by_system.stderr);
  assert.equal(by_system.stdout, "");
  return by_system.stderr;
}

const errors: [args: string[], code: number, stderr: RegExp][] = [
  [
    ["--prot", "9001"],
    2,
    /^错误：没有选项 '--prot'\n（是不是想用 --port？）\n下一步：foxchain serve --help\n$/,
  ],
  [["pers"], 2, /^错误：没有命令 'pers'\n（是不是想用 peers？）\n下一步：foxchain --help\n$/],
  [["9001"], 2, /^错误：没有命令 '9001'\n下一步：foxchain --port 9001\n$/],
  [["--port"], 2, /^错误：选项 '-p, --port <port>' 缺少值\n下一步：/],
  [
    ["--port", "x"],
    2,
    /^错误：选项 '-p, --port <port>' 的值 'x' 不对。端口是 0 到 65535 之间的整数。\n下一步：/,
  ],
  [
    ["--memory-max", "64"],
    2,
    /^错误：选项 '--memory-max <mb>' 的值 '64' 不对。应该是 MB 数，192 到 1048576，不写单位。\n/,
  ],
  [["-r", "redis.db"], 2, /^错误：foxchain 不需要 Redis。[^\n]*--db redis\.sqlite\n$/],
  [
    ["--db", "/no such folder/p.sqlite"],
    4,
    /^错误：打不开 \/no such folder\/p\.sqlite：它所在的文件夹不存在。\n下一步：检查路径和权限/,
  ],
  [["register"], 2, /^错误：缺少参数 'addr'\n下一步：foxchain register --help\n$/],
  [["call", "peers", "{"], 2, /^错误：args "\{" 不对。它不是 JSON，而 "\{" 也不是 name=value 的形式/],
  [
    ["peers", "--url", "127.0.0.1:1"],
    3,
    /^错误：连不上节点 ws:\/\/127\.0\.0\.1:1\/ws：那里没有程序在监听（连接被拒绝）。\n下一步：用 'foxchain' 启动一个节点/,
  ],
  [["--ops", "no_such_folder"], 2, /^错误：--ops 需要 Deno 的一个选项/],
  [
    ["class", "/nowhere/list.csv"],
    2,
    /^错误：读不了 \/nowhere\/list\.csv：没有这个文件。\n下一步：检查一下路径\n$/,
  ],
];

for (const [args, code, stderr] of errors) {
  Deno.test(`'foxchain ${args.join(" ")}' tells a Chinese student why not, and ends with ${code}`, async () =>
    assert.match(await inChinese(args, code), stderr));
}

Deno.test("a taken port and a database in use are told in Chinese, with commands that work", () =>
  inFolder(async (folder) => {
    const db = join(folder, "peers.sqlite");
    await using node = await NodeProcess.start(["--host", "127.0.0.1", "--port", "0", "--db", db]);
    const taken = await inChinese([...here, "--port", `${node.port}`], 4);
    assert.match(
      taken,
      /^错误：端口 \d+ 已被占用：[^\n]*\n下一步：foxchain --port \d+ [^\n]*，或者用 --port 0 /,
    );
    const in_use = await inChinese(["--port", "0", "--db", db], 4);
    assert.match(
      in_use,
      /^错误：\S+peers\.sqlite 正被另一个进程使用。\n下一步：停掉另一个节点，或者再启动一个：foxchain /,
    );
    const [, words = ""] = /foxchain (.*)$/m.exec(in_use)!;
    await using second = await NodeProcess.start([...words.split(" "), "--host", "127.0.0.1"]);
    assert.notEqual(second.port, node.port);
  }));

Deno.test("a node that runs in Chinese says where it is; its log's words for programs stay", async () => {
  await using node = await NodeProcess.start(here, { env: chinese });
  assert.match(node.stderr, new RegExp(`^ {2}网页 {3}http://127\\.0\\.0\\.1:${node.port}/$`, "m"));
  assert.match(node.stderr, /^ {2}按 Ctrl\+C 停止。$/m);
  assert.match(node.stderr, /Listening on port: \d+/);
});

Deno.test("JSON, protocol texts and the log in JSON are the same in every language", async () => {
  await using node = await NodeProcess.start([...here, "--log", "json"], { env: chinese });
  assert.doesNotMatch(node.stderr, /\p{Script=Han}/u);
  const url = ["--url", `ws://127.0.0.1:${node.port}/ws`];
  for (
    const args of [
      ["register", "ws://127.0.0.1:9/ws", "http://a", "--json"],
      ["call", "peers"],
      ["call", "foo", "--json"],
      ["call", "--raw", "{"],
      ["version", "--json"],
    ]
  ) {
    const [in_chinese, in_english] = await Promise.all(
      ["zh", "en"].map((lang) => foxchain([...args, ...(args[0] === "version" ? [] : url), "--lang", lang])),
    );
    assert.equal(in_chinese!.stdout, in_english!.stdout);
    assert.equal(in_chinese!.code, in_english!.code);
    assert.notEqual(in_chinese!.stdout, "");
  }
});

Deno.test("the narrow permissions let the system's language be read; with fewer nobody is asked for more", async () => {
  const narrow = await foxchain(["pers"], { env: chinese, permissions: permissions([Deno.build.os], true) });
  assert.match(narrow.stderr, /^错误：/);
  // Without its variables Deno's own answer counts. On Linux that comes of the same, elsewhere of the system's settings.
  const narrower = await foxchain(["pers"], {
    env: chinese,
    permissions: ["--allow-read", "--allow-net", "--allow-env=FOXCHAIN_*,NO_COLOR,TERM"],
  });
  assert.match(narrower.stderr, Deno.build.os === "linux" ? /^错误：/ : /^(错误：|error: )/);
  assert.equal(narrower.code, 2);
});

Deno.test("a language that there is not is refused by the process, wherever it stands", async () => {
  for (const args of [["--lang", "fr", "peers"], ["peers", "--lang", "fr"], ["--lang=fr"]]) {
    const { code, stdout, stderr } = await command(args).output();
    assert.deepEqual([code, stdout.length], [2, 0]);
    assert.equal(
      new TextDecoder().decode(stderr),
      "error: option '--lang <language>' argument 'fr' is invalid. Allowed choices are en, zh.\nnext: foxchain --help\n",
    );
  }
});
