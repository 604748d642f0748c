/** The subcommand `copy`: what a person sees of it, and each way to misuse it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { until } from "../node/test_until.ts";
import { exists } from "../storage/available.ts";
import { keysOf } from "../storage/redis/rows/keys.ts";
import { RedisStore } from "../storage/redis/redis_store.ts";
import { has_redis, redis_note, TestRedis } from "../storage/redis/test_redis.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { row, rows } from "../storage/test_rows.ts";
import { run } from "./program.ts";
import { TestTerminal, type TestTerminalParts } from "./test_terminal.ts";

interface Place {
  readonly from: string;
  readonly to: string;
  readonly folder: string;
}

/** A test in a folder of its own; FROM holds three addresses, TO is not there. */
function test(sentence: string, body: (place: Place) => Promise<void>): void {
  Deno.test(`copy ${sentence}`, () => inFolder(body));
}

/** The same with a server. */
function redisTest(
  sentence: string,
  body: (place: Place & { readonly redis: TestRedis }) => Promise<void>,
  options: readonly string[] = [],
): void {
  Deno.test({
    name: `copy ${sentence}${redis_note}`,
    ignore: !has_redis,
    fn: () =>
      inFolder(async (place) => {
        await using redis = await TestRedis.start(options);
        await body({ ...place, redis });
      }),
  });
}

async function inFolder(body: (place: Place) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_copy_test_" });
  try {
    const from = join(folder, "from.sqlite");
    fill(from, 3);
    await body({ from, to: join(folder, "to.sqlite"), folder });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function fill(path: string, count: number): void {
  const store = openSqlite(path);
  store.save(rows(count));
  store.close();
}

async function copy(
  args: readonly string[],
  parts: TestTerminalParts = {},
): Promise<TestTerminal & { code: number }> {
  const terminal = new TestTerminal(parts);
  return Object.assign(terminal, { code: await run(["copy", ...args], terminal) });
}

function count(path: string): number {
  const store = openSqlite(path);
  const found = store.count();
  store.close();
  return found;
}

test("says how many it copied and how many were there", async ({ from, to }) => {
  const first = await copy([from, to]);
  assert.deepEqual([first.code, first.stdout], [0, "Copied 3 addresses, 0 were there already.\n"]);
  assert.equal(first.stderr, "");
  assert.ok(!first.listened);
  fill(from, 5);
  const second = await copy([from, to, "--lang", "zh"]);
  assert.equal(second.stdout, "复制了 2 个地址，3 个原来就有。\n");
  const store = openSqlite(from);
  store.save([row(rows(1)[0]!.addr, { last_success_ms: 5, last_try_ms: 5 })]);
  store.close();
  assert.equal(
    (await copy([from, to])).stdout,
    "Copied 0 addresses, 5 were there already, and 1 of these are newer now.\n",
  );
  const json = JSON.parse((await copy([from, to, "--json"])).stdout);
  assert.deepEqual(json, { from, to, copied: 0, already: 5, updated: 0 });
});

test("leaves no snapshot behind, however it ends", async ({ from, to, folder }) => {
  const variable = Deno.build.os === "windows" ? "TMP" : "TMPDIR";
  const [temporary, before] = [join(folder, "temporary"), Deno.env.get(variable)];
  await Deno.mkdir(temporary);
  Deno.env.set(variable, temporary);
  try {
    let during = 0;
    const stopped = await copy([from, to], {
      onListening: (terminal) => {
        during = [...Deno.readDirSync(temporary)].length;
        terminal.ask("SIGTERM");
      },
    });
    assert.deepEqual([during, stopped.code, stopped.exits], [1, 130, []]);
    assert.match(stopped.stderr, /stopped. TO has nothing of it yet/);
    assert.ok(!exists(to));
    assert.equal((await copy([from, to])).code, 0);
    assert.equal((await copy([from, temporary])).code, 4);
    assert.deepEqual([...Deno.readDirSync(temporary)], []);
    let left: Deno.DirEntry[] = [];
    // A real process ends at the second signal.
    const hasty = await copy([from, to], {
      onListening: (terminal) => {
        terminal.ask("SIGINT");
        terminal.ask("SIGINT");
        left = [...Deno.readDirSync(temporary)];
      },
    });
    assert.deepEqual([hasty.exits, left], [[130], []]);
    await Deno.remove(temporary, { recursive: true });
    assert.match(
      (await copy([from, to])).stderr,
      /No snapshot could be made in the temporary folder[^]*TMPDIR/,
    );
  } finally {
    if (before === undefined) Deno.env.delete(variable);
    else Deno.env.set(variable, before);
  }
});

test("makes nothing where FROM is not there, or is none", async ({ to, folder }) => {
  const absent = join(folder, "absent.sqlite");
  const { code, stderr } = await copy([absent, to]);
  assert.equal(code, 4);
  assert.match(stderr, /^error: .*absent\.sqlite can't be opened: there is no such file\.\nnext: check FROM/);
  await Deno.writeTextFile(absent, "Dear diary. ".repeat(100));
  const foreign = await copy([absent, to, "--lang", "zh"]);
  assert.equal(foreign.code, 4);
  assert.match(
    foreign.stderr,
    /不是 foxchain 的节点地址文件[^]*FROM 要用 foxchain 的存储；然后再执行一次这个命令/,
  );
  assert.ok(!exists(to));
});

test("refuses FROM as TO, by a link and by another spelling, too", async ({ from, folder }) => {
  await Deno.symlink(from, join(folder, "soft"));
  await Deno.link(from, join(folder, "hard"));
  for (const same of [from, join(folder, "soft"), join(folder, "hard"), `${folder}/./from.sqlite`]) {
    const { code, stderr } = await copy([from, same]);
    assert.equal(code, 2, same);
    assert.match(stderr, /^error: FROM and TO are the same store/);
  }
});

test("refuses what can't be a store, and shows no URL that may hold a password", async ({ from, to }) => {
  for (
    const [one, other] of [
      ["http://fox:secret@h/", to],
      [from, "reds://fox:secret@h:6379/0"],
      [
        from,
        "redis://fox:sec@ret@",
      ],
      [from, '"redis://fox:secret@h/0"'],
      [" redis://fox:secret@h/0", to],
      ["file:///secret", to],
    ]
  ) {
    const { code, stderr, stdout } = await copy([one!, other!]);
    assert.equal(code, 2);
    assert.doesNotMatch(stderr + stdout, /sec/);
    assert.match(stderr, /next: foxchain copy peers\.sqlite redis:/);
  }
  assert.equal((await copy([from, ":memory:"])).code, 2);
  assert.equal((await copy([from])).code, 2);
  assert.equal((await copy([from, to, "--net", "lab"])).code, 2);
  assert.match((await copy([from, "redis://h", "extra"])).stderr, /^error: /);
  assert.match((await copy([from, to, "--to-node-id", "b"])).stderr, /--to-node-id is about a Redis server/);
});

test("refuses a file that a node has open, as FROM and as TO", async ({ from, to }) => {
  const node = openSqlite(from);
  const busy = await copy([from, to]);
  assert.equal(busy.code, 4);
  assert.match(
    busy.stderr,
    /in use by another process\.\nnext: stop the node that uses the file; then give the command again/,
  );
  node.close();
  fill(to, 1);
  const other = openSqlite(to);
  assert.match(
    (await copy([from, to])).stderr,
    /in use.*\nnext: stop the node that uses the file, or name another TO/,
  );
  other.close();
});

test("refuses more than --peers-max, and names what suffices", async ({ from, to }) => {
  fill(to, 2);
  const store = openSqlite(to);
  store.save([row("ws://another/ws")]);
  store.close();
  const full = await copy([from, to, "--peers-max", "3"]);
  assert.equal(full.code, 4);
  assert.match(
    full.stderr,
    /takes 3 addresses \(--peers-max\), and that is not enough\. Until then 2 of 3 addresses were done, 0 of/,
  );
  const [, wanted = ""] = /--peers-max (\d+)\n/.exec(full.stderr) ?? [];
  assert.equal(
    (await copy([from, to, "--peers-max", wanted])).stdout,
    "Copied 1 addresses, 2 were there already.\n",
  );
  assert.equal(count(to), 4);
});

test("stops at Ctrl+C after a piece, says how far it is, and goes on", async ({ from, to }) => {
  fill(from, 2250);
  const terminal = new TestTerminal();
  const ended = run(["copy", from, to], terminal);
  await until(() => exists(to) && terminal.listened, "TO is there, and the copy can be stopped", 20_000, 0);
  terminal.ask("SIGINT");
  assert.equal(await ended, 130);
  const [, done = ""] =
    /The copy was stopped\. Until then (\d+) of 2250 addresses were done/.exec(terminal.stderr) ?? [];
  assert.ok(Number(done) < 2250);
  assert.match(terminal.stderr, /next: give the command again: it goes on/);
  assert.equal(count(to), Number(done));
  const again = await copy([from, to]);
  assert.equal(again.stdout, `Copied ${2250 - Number(done)} addresses, ${done} were there already.\n`);
});

test("says what does not go along, and how it is kept", async ({ from, to }) => {
  await Deno.writeTextFile(`${from}.key`, "a key");
  const store = openSqlite(from);
  await store.op_values.set({ owner: "count", space: "count", key: "a" }, "1");
  store.close();
  const { stderr } = await copy([from, to]);
  assert.match(stderr, /1 values of own ops did not go along: give the command again with --values/);
  assert.match(
    stderr,
    /The key that steers the node did not go along\. To keep it: \S+( -p)? .*from\.sqlite\.key .*to\.sqlite\.key\n/,
  );
  const again = await copy([from, to, "--values", "--json"]);
  assert.equal(JSON.parse(again.stdout).values, 1);
  await Deno.writeTextFile(`${to}.key`, "its own key");
  assert.doesNotMatch((await copy([from, to])).stderr, /key/);
});

redisTest("goes to Redis and back, and says how a node is started there", async ({ from, to, redis }) => {
  const there = await copy([from, redis.url, "--node-id", "lab3-9000", "--net", "my lab"]);
  assert.deepEqual([there.code, there.stdout], [0, "Copied 3 addresses, 0 were there already.\n"]);
  assert.match(there.stderr, /Redis keeps no log/);
  assert.ok(
    there.stderr.endsWith(`foxchain --db ${redis.url} --node-id lab3-9000 --net "my lab"\n`),
    there.stderr,
  );
  const back = await copy([redis.url, to, "--node-id", "lab3-9000", "--net", "my lab"]);
  assert.equal(back.stdout, "Copied 3 addresses, 0 were there already.\n");
  // None was dialled, so the node has nothing of its own there.
  assert.match(back.stderr, /knows of no node lab3-9000/);
  const typo = await copy([redis.url, to, "--net", "mylab", "--node-id", "a"]);
  assert.equal(typo.code, 4);
  assert.match(typo.stderr, /no addresses of a network named mylab\.\nnext: check FROM: .*--net/);
});

redisTest(
  "refuses the same part of a server under another name, and takes another part",
  async ({ from, redis }) => {
    await copy([from, redis.url, "--node-id", "a"]);
    const other_name = redis.url.replace("127.0.0.1", "localhost").replace("redis:", "valkey:");
    const same = await copy([redis.url, other_name, "--node-id", "a"]);
    assert.equal(same.code, 2);
    assert.match(
      same.stderr,
      /are the same store .*\nnext: name another database .*--to-net or --to-node-id/,
    );
    const renamed = await copy([redis.url, other_name, "--node-id", "a", "--to-node-id", "b"]);
    assert.equal(renamed.stdout, "Copied 0 addresses, 3 were there already.\n");
    const other_net = await copy([redis.url, redis.url, "--node-id", "a", "--to-net", "other"]);
    assert.equal(other_net.stdout, "Copied 3 addresses, 0 were there already.\n");
    assert.match(await redis.ask("HLEN", keysOf("other", "a").peers), /^:3/);
  },
);

redisTest("takes the password from the variable, and shows none", async ({ from, to, redis }) => {
  const port = new URL(redis.url).port;
  for (const url of [redis.url, `redis://:wrong@127.0.0.1:${port}/0`]) {
    const refused = await copy([from, url, "--node-id", "a"]);
    assert.equal(refused.code, 4);
    assert.match(
      refused.stderr,
      /\nnext: put the password into FOXCHAIN_DB_PASSWORD.*; then give the command again\n/,
    );
    assert.doesNotMatch(refused.stderr, /:wrong/);
  }
  const env = { FOXCHAIN_DB_PASSWORD: "sesame" };
  const there = await copy([from, redis.url, "--node-id", "a"], { env });
  assert.deepEqual([there.code, there.stdout], [0, "Copied 3 addresses, 0 were there already.\n"]);
  const back = await copy([`redis://:sesame@127.0.0.1:${port}/0`, to, "--node-id", "a"]);
  assert.equal(back.code, 0);
  const own = { FOXCHAIN_DB_PASSWORD: "another", FOXCHAIN_TO_PASSWORD: "sesame" };
  assert.equal((await copy([to, redis.url, "--node-id", "a"], { env: own })).code, 0);
  for (const { stderr, stdout } of [there, back]) assert.doesNotMatch(stderr + stdout, /sesame/);
}, ["--requirepass", "sesame"]);

redisTest("says that Redis is away, and that a node of that name runs", async ({ from, to, redis }) => {
  const node = await RedisStore.open(redis.place, { net: "foxchain", node_id: "a" });
  await redis.ask("SET", keysOf("foxchain", "a").alive, "1");
  assert.match(
    (await copy([from, redis.url, "--node-id", "a"])).stderr,
    /A node a runs there, or did a minute ago/,
  );
  await node.close();
  await redis.kill();
  for (const ends of [[from, redis.url], [redis.url, to]]) {
    const away = await copy([...ends, "--node-id", "a"]);
    assert.equal(away.code, 4);
    assert.match(
      away.stderr,
      /^error: Redis at .* can't be used: .*\nnext: start the server, or check host and port; then give/,
    );
  }
  assert.ok(!exists(to));
});
