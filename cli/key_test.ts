/** The subcommand `key`, and what a start tells of the key, on a terminal and elsewhere. */
import assert from "node:assert/strict";
import { keyPath } from "../node/page/key_file.ts";
import { run } from "./program.ts";
import { TestTerminal, type TestTerminalParts } from "./test_terminal.ts";

async function inFolder(body: (db: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_key_" });
  try {
    await body(`${folder}/peers.sqlite`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function key(
  args: string[],
  env: Record<string, string> = {},
): Promise<TestTerminal & { code: number }> {
  const terminal = new TestTerminal({ env });
  return Object.assign(terminal, { code: await run(["key", ...args], terminal) });
}

/** Starts a node and stops it once it listens. */
async function serve(
  args: string[],
  parts: TestTerminalParts = {},
  whileListening: (port: number) => void | Promise<void> = () => {},
): Promise<TestTerminal & { code: number }> {
  const listening = Promise.withResolvers<number>();
  const terminal = new TestTerminal({
    ...parts,
    onNote(line) {
      const port = /Listening on port: (\d+)|"port":(\d+)/.exec(line)?.slice(1).find(Boolean);
      if (port !== undefined) listening.resolve(Number(port));
    },
  });
  const ended = run(["--host", "127.0.0.1", "--port", "0", "--no-dial", ...args], terminal);
  const port = await Promise.race([listening.promise, ended.then(() => undefined)]);
  if (port !== undefined) await whileListening(port);
  terminal.ask("SIGTERM");
  return Object.assign(terminal, { code: await ended });
}

const hex = /[0-9a-f]{32}/;

Deno.test("on a terminal a start prints the page's link with the key, and 'foxchain key' prints the same", () =>
  inFolder(async (db) => {
    const { stderr } = await serve(["--db", db], { terminals: ["stderr"], env: { NO_COLOR: "1" } });
    const [, page, text] = /^ {2}page {2}(http:\/\/127\.0\.0\.1:\d+\/)#key=([0-9a-f]{32})$/m.exec(stderr)!;
    assert.equal(stderr.match(new RegExp(text!, "g"))!.length, 1, "the log does not tell it again");
    const printed = await key(["--db", db, "--url", page!]);
    assert.deepEqual([printed.code, printed.stdout], [0, `${page}#key=${text}\n`]);
    const json = await key(["--db", db, "--json"]);
    const localhost = "http://localhost:9000/";
    assert.deepEqual(JSON.parse(json.stdout), {
      page: localhost,
      link: `${localhost}#key=${text}`,
      key: text,
    });
    assert.equal(json.stderr, "");
  }));

Deno.test("a log gets the words 'foxchain key' with what belongs to this node, and never the key", () =>
  inFolder(async (db) => {
    for (const format of ["text", "json"]) {
      const { stderr } = await serve(["--db", db, "--log", format, "--debug", "--open"], {
        runProgram: () => Promise.resolve(false),
      });
      const [command] = /foxchain key --db [\w/.]+ --url http:\/\/127\.0\.0\.1:\d+\//.exec(stderr)!;
      assert.doesNotMatch(stderr, hex);
      const [, , ...args] = command.split(" ");
      const { stdout } = await key(args);
      assert.match(stdout, /^http:\/\/127\.0\.0\.1:\d+\/#key=[0-9a-f]{32}\n$/);
    }
  }));

Deno.test("a store in memory tells its key on a terminal only, and has no file", async () => {
  const elsewhere = await serve(["--db", ":memory:"]);
  assert.match(elsewhere.stderr, / {2}steer by the link on a terminal: this node keeps no key\n/);
  assert.doesNotMatch(elsewhere.stderr, hex);
  const terminal = await serve(["--db", ":memory:"], { terminals: ["stderr"] });
  assert.match(terminal.stderr, /#key=[0-9a-f]{32}/);
  const { code, stderr } = await key(["--db", ":memory:"]);
  assert.equal(code, 2);
  assert.match(stderr, /keeps no key: it prints the page's link on its terminal/);
});

Deno.test("--open gives the browser a code that is good once, and not the key", () =>
  inFolder(async (db) => {
    const opened: string[] = [];
    const runProgram = (_name: string, args: readonly string[]) =>
      Promise.resolve(opened.push(args.at(-1)!) > 0);
    await serve(["--db", db, "--open"], { runProgram }, async (port) => {
      const [, code] = /^http:\/\/127\.0\.0\.1:\d+\/#code=([0-9a-f]{32})$/.exec(opened[0]!)!;
      const exchange = async () => {
        const body = JSON.stringify({ code });
        const answer = await fetch(`http://127.0.0.1:${port}/key`, { method: "POST", body });
        return [answer.status, (await answer.json()).key];
      };
      const kept = Deno.readTextFileSync(keyPath(db)).trim();
      assert.notEqual(code, kept);
      assert.deepEqual(await exchange(), [200, kept]);
      assert.deepEqual(await exchange(), [403, undefined]);
    });
    assert.equal(opened.length, 1);
  }));

Deno.test("'foxchain key' says what is wrong with a key file, and what to do; a start says the same", () =>
  inFolder(async (db) => {
    const missing = await key(["--db", db]);
    assert.equal(missing.code, 4);
    assert.ok(
      missing.stderr.startsWith(
        `error: the key file ${db}.key is not there.\nnext: foxchain --db ${db} makes it`,
      ),
    );
    Deno.writeTextFileSync(keyPath(db), "", { mode: 0o600 });
    for (const { code, stderr, stdout } of [await key(["--db", db]), await serve(["--db", db])]) {
      assert.deepEqual([code, stdout], [4, ""]);
      const next = Deno.build.os === "windows" ? "del" : "rm";
      assert.ok(stderr.includes(`error: the key file ${db}.key is empty.\nnext: ${next} ${db}.key;`), stderr);
    }
    Deno.removeSync(keyPath(db));
    assert.equal((await serve(["--db", db])).code, 0);
    assert.equal((await key(["--db", db])).code, 0);
  }));

Deno.test("'foxchain key' takes its options from the environment and refuses what is no page", () =>
  inFolder(async (db) => {
    await serve(["--db", db]);
    const { stdout } = await key([], { FOXCHAIN_DB: db, FOXCHAIN_URL: "wss://fox.example/fox/ws" });
    assert.match(stdout, /^https:\/\/fox\.example\/fox\/#key=[0-9a-f]{32}\n$/);
    const refused = await key(["--db", db, "--url", "ftp://fox.example"]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /A page's address looks like/);
  }));

Deno.test("without a key 'foxchain key' tells where a node on Redis has it, and of a file which command makes it", async () => {
  const told = [
    [
      "no-such-node.example-9000",
      /^next: with Redis give the command in the folder where no-such-node\.example-9000/m,
    ],
    ["no_such.sqlite", /^next: foxchain --db no_such\.sqlite makes it/m],
    ["./no-such-node", /^next: foxchain --db \.\/no-such-node makes it/m],
  ] as const;
  for (const [db, next] of told) {
    const { code, stderr } = await key(["--db", db]);
    assert.equal(code, 4);
    assert.match(stderr, next);
  }
});
