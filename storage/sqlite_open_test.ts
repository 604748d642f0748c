/** Which files are opened, migrated or refused, and that a refused one is left as it was. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { HeldDatabase } from "./held_database.ts";
import { log_pages_max } from "./limits.ts";
import { application_id, migrate, schema_version } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";
import { openDatabase } from "./sqlite_open.ts";
import { row, rows } from "./test_rows.ts";

/** One test in a folder of its own; `path` does not exist yet. */
function test(sentence: string, body: (path: string, folder: string) => void | Promise<void>): void {
  Deno.test(sentence, async () => {
    const folder = Deno.makeTempDirSync();
    try {
      await body(join(folder, "peers.sqlite"), folder);
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}

/** Every file of a folder with its hash. */
function contents(folder: string): Record<string, string> {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  return Object.fromEntries(names.map((name) => {
    return [name, createHash("sha256").update(Deno.readFileSync(join(folder, name))).digest("hex")];
  }));
}

function version(path: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  const { user_version } = database.prepare("PRAGMA user_version").get()!;
  database.close();
  return user_version;
}

/** Runs SQL on a file as another program might. */
function create(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

/** Like {@linkcode create}, and leaves the write-ahead log as a program that was killed leaves it. */
function createKilled(path: string, sql: string): void {
  const database = new DatabaseSync(`${path}.killed`);
  database.exec(`PRAGMA journal_mode = WAL; ${sql}`);
  Deno.copyFileSync(`${path}.killed`, path);
  Deno.copyFileSync(`${path}.killed-wal`, `${path}-wal`);
  database.close();
  Deno.removeSync(`${path}.killed`);
}

const ours = `CREATE TABLE peers (key TEXT); PRAGMA application_id = ${application_id};`;
const newer_version = `${ours} PRAGMA user_version = ${schema_version + 1};`;
const refused: Record<string, [fault: string, make: (path: string) => void]> = {
  "a text": ["foreign", (path) => Deno.writeTextFileSync(path, "Dear diary. ".repeat(500))],
  "a text of one byte": ["foreign", (path) => Deno.writeTextFileSync(path, "x")],
  "the beginning of a SQLite file": ["foreign", (path) => Deno.writeTextFileSync(path, "SQLite format 3\0")],
  "another program's SQLite file": ["foreign", (path) => create(path, "CREATE TABLE birds (name TEXT)")],
  "another program's SQLite file that has its mark": [
    "foreign",
    (path) => create(path, `CREATE TABLE peers (key TEXT); PRAGMA application_id = 252006673`),
  ],
  "another program's SQLite file that it was killed over": [
    "foreign",
    (path) => createKilled(path, "CREATE TABLE birds (name TEXT); INSERT INTO birds VALUES ('wren')"),
  ],
  "a store of a newer foxchain": ["newer", (path) => create(path, newer_version)],
  "a store that a newer foxchain was killed over": [
    "newer",
    // As `openDatabase` does it, the version is in the main file before the write-ahead log begins.
    (path) => {
      create(`${path}.killed`, newer_version);
      createKilled(path, "INSERT INTO peers VALUES ('wss://a/')");
    },
  ],
};
for (const [words, [fault, make]] of Object.entries(refused)) {
  test(`openDatabase() refuses ${words} and leaves it as it was`, (path, folder) => {
    make(path);
    const before = contents(folder);
    assert.throws(() => openDatabase(path), { name: "StorageError", fault, message: /left as it is\.$/ });
    assert.deepEqual(contents(folder), before);
  });
}

test("openDatabase() says which version a newer file has and which it knows", (path) => {
  create(path, newer_version);
  const message = new RegExp(`format ${schema_version + 1}, this one knows ${schema_version}\\b`);
  assert.throws(() => openDatabase(path), { message });
});

test("openDatabase() says why a path can't be opened", (path, folder) => {
  assert.throws(() => openDatabase(join(folder, "none", "peers.sqlite")), {
    fault: "unopenable",
    message: /its folder does not exist/,
  });
  assert.throws(() => openDatabase(folder), { fault: "unopenable", message: /it is a folder/ });
  assert.throws(() => openDatabase(""), { fault: "unopenable", message: /is empty/ });
  Deno.writeTextFileSync(path, "");
  assert.throws(() => openDatabase(join(path, "peers.sqlite")), (error: Error) => {
    assert.ok(error.cause instanceof Error);
    return "fault" in error && error.fault === "unopenable";
  });
});

Deno.test({
  name: "openDatabase() names the missing permission of the process",
  permissions: { read: true, write: false },
  fn: () => {
    assert.throws(() => openDatabase("peers.sqlite"), (error: Error) => {
      assert.ok(error.cause instanceof Deno.errors.NotCapable);
      assert.match(error.message, /write access/);
      return "fault" in error && error.fault === "unopenable";
    });
  },
});

test("openDatabase() leaves nothing beside the file when it was closed", (path, folder) => {
  Deno.writeTextFileSync(path, "");
  for (let times = 0; times < 2; times++) {
    const database = openDatabase(path);
    database.exec("DELETE FROM peers");
    database.close();
    assert.deepEqual(Object.keys(contents(folder)), ["peers.sqlite"]);
  }
});

test("openDatabase() takes a path that looks like a URI as a path", (_path, folder) => {
  const before = Deno.cwd();
  Deno.chdir(folder);
  try {
    openDatabase("file:peers?mode=memory").close();
  } finally {
    Deno.chdir(before);
  }
  if (Deno.build.os !== "windows") {
    assert.deepEqual(Object.keys(contents(folder)), ["file:peers?mode=memory"]);
  }
});

for (const path_or_memory of ["a file", ":memory:"]) {
  test(`openDatabase() synchronises ${path_or_memory} fully and keeps it for this process`, (path) => {
    const database = openDatabase(path_or_memory === ":memory:" ? ":memory:" : path);
    const pragma = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get()!)[0];
    assert.equal(pragma("synchronous"), 2);
    assert.equal(pragma("locking_mode"), "exclusive");
    assert.equal(pragma("journal_mode"), path_or_memory === ":memory:" ? "memory" : "wal");
    assert.equal(pragma("application_id"), application_id);
    assert.equal(pragma("user_version"), schema_version);
    database.close();
  });
}

/** What another process says that opens the store: the fault, or "opened". */
function openElsewhere(path: string, ...permissions: string[]): string {
  const fixture = fileURLToPath(new URL("../tests/fixtures/open_store.ts", import.meta.url));
  const { stdout } = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...permissions, fixture, path],
    env: { NO_COLOR: "1" },
  }).outputSync();
  return new TextDecoder().decode(stdout).trim();
}

test("openDatabase() opens a store again in a process that may only read and write files", (path) => {
  openDatabase(path).close();
  assert.equal(openElsewhere(path, "--allow-read", "--allow-write"), "opened");
});

test("openDatabase() refuses a file that another process has open, until that one ends", (path) => {
  const second = () => openElsewhere(path, "--allow-all");
  const database = openDatabase(path);
  assert.throws(() => openDatabase(path), { fault: "in use", message: /in use/ });
  assert.equal(second(), "in use");
  // A look that ends must not end the first one's lock with it, as closing any descriptor of a file does on POSIX.
  assert.equal(second(), "in use");
  // Nor does the look whether the file is still there.
  (database as HeldDatabase).assertInPlace();
  assert.equal(second(), "in use");
  database.close();
  assert.equal(second(), "opened");
});

test("openDatabase() brings every older version to the newest schema", (path) => {
  const schema = (database: DatabaseSync) =>
    database.prepare(
      "SELECT type, name FROM sqlite_schema UNION SELECT 'column', name FROM pragma_table_info('peers')",
    )
      .all();
  const fresh = openDatabase(":memory:");
  for (let from = 1; from < schema_version; from++) {
    const older = new DatabaseSync(path);
    migrate(older, 0, from);
    older.close();
    assert.equal(version(path), from);
    const database = openDatabase(path);
    assert.deepEqual(schema(database), schema(fresh));
    database.close();
    assert.equal(version(path), schema_version);
    Deno.removeSync(path);
  }
  fresh.close();
});

/** Makes a store of version 1 with one address. */
function createFirstVersion(path: string): void {
  const database = new DatabaseSync(path);
  migrate(database, 0, 1);
  database.exec(
    "INSERT INTO peers (key, addr, first_heard_ms, last_heard_ms) VALUES ('ws://a/', 'ws://A', 1, 2)",
  );
  database.close();
}

test("openSqlite() keeps the addresses of a store of version 1", async (path) => {
  createFirstVersion(path);
  const store = openSqlite(path);
  const [known] = store.load(1);
  assert.deepEqual(known, {
    ...row("ws://A", { first_heard_ms: 1, last_heard_ms: 2 }),
    group: "",
    source_group: "",
    source_scope: "loopback",
  });
  await store.register([row("ws://b")]);
  assert.deepEqual(store.page(10), ["ws://b", "ws://A"]);
  store.close();
});

test("openDatabase() writes the version into the file itself, where the next look at it reads it", (path) => {
  const versionBytes = () => new DataView(Deno.readFileSync(path).buffer).getUint32(60);
  for (const migrated of [false, true]) {
    if (migrated) {
      createFirstVersion(path);
      create(path, "PRAGMA journal_mode = WAL");
      assert.equal(versionBytes(), 1);
    }
    const database = openDatabase(path);
    assert.equal(versionBytes(), schema_version);
    database.close();
    Deno.removeSync(path);
  }
});

test("openSqlite() keeps what version 1 had only in its write-ahead log when it was killed", (path) => {
  createFirstVersion(`${path}.killed`);
  createKilled(
    path,
    "INSERT INTO peers (key, addr, first_heard_ms, last_heard_ms) VALUES ('ws://b/', 'ws://b', 3, 4)",
  );
  const store = openSqlite(path);
  assert.deepEqual(store.page(10), ["ws://b", "ws://A"]);
  store.close();
});

test("openSqlite() opens a store whose log was only partly moved into the file, as on a full disk", async (path) => {
  const store = openSqlite(`${path}.whole`);
  await store.register(rows(1_000));
  Deno.copyFileSync(`${path}.whole`, path);
  Deno.copyFileSync(`${path}.whole-wal`, `${path}-wal`);
  store.close();
  using whole = Deno.openSync(`${path}.whole`);
  using partial = Deno.openSync(path, { write: true });
  const first_page = new Uint8Array(4_096);
  whole.readSync(first_page);
  partial.writeSync(first_page);
  const again = openSqlite(path);
  assert.equal(again.page(5_000)!.length, 1_000);
  again.close();
});

test("openSqlite() leaves a store at its version when a migration fails", (path) => {
  createFirstVersion(path);
  create(path, "CREATE INDEX peers_listing ON peers (key)");
  assert.throws(() => openSqlite(path), { fault: "unopenable", message: /peers_listing already exists/ });
  assert.equal(version(path), 1);
  create(path, "DROP INDEX peers_listing");
  const store = openSqlite(path);
  assert.deepEqual(store.page(10), ["ws://A"]);
  store.close();
});

test("a newer version that only the write-ahead log of a killed program knows is refused", (path) => {
  openDatabase(path).close();
  const killed = new DatabaseSync(path);
  killed.exec(`PRAGMA journal_mode = WAL; PRAGMA user_version = ${schema_version + 1}`);
  const copy = `${path}.copy`;
  for (const end of ["", "-wal"]) Deno.copyFileSync(path + end, copy + end);
  killed.close();
  assert.throws(() => openDatabase(copy), { fault: "newer" });
});

test("a database takes its write-ahead log in after so many pages", (path) => {
  const database = openDatabase(path);
  assert.deepEqual({ ...database.prepare("PRAGMA wal_autocheckpoint").get() }, {
    wal_autocheckpoint: log_pages_max,
  });
  database.close();
});

test("openSqlite() keeps the addresses and what was learned of them of a store of version 2", async (path) => {
  const database = new DatabaseSync(path);
  migrate(database, 0, 2);
  database.exec(
    `INSERT INTO peers (key, addr, first_heard_ms, last_heard_ms, successes, state)
     VALUES ('ws://a/', 'ws://A', 1, 2, 7, 'good')`,
  );
  database.close();
  const store = openSqlite(path);
  const [known] = store.load(1);
  assert.deepEqual([known!.addr, known!.successes, known!.state], ["ws://A", 7, "good"]);
  assert.equal(store.op_values.get("vote", "a"), undefined);
  await store.op_values.set({ owner: "vote", space: "vote", key: "a" }, "1");
  store.close();
});
