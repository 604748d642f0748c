import assert from "node:assert/strict";
import { KeyFileError, type KeyFileFault, keyPath, openKey, readKey } from "./key_file.ts";
import { key_file_bytes_max } from "./limits.ts";
import { mountSmallDisk, smallDiskObstacle } from "../../storage/small_disk.ts";
import { drawKey, isKey } from "./steering_key.ts";

const on_windows = Deno.build.os === "windows";
const is_root = Deno.uid() === 0;

async function inFolder(body: (db: string, folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_key_" });
  try {
    await body(`${folder}/peers.sqlite`, folder);
  } finally {
    await Deno.chmod(folder, 0o700).catch(() => {});
    await Deno.remove(folder, { recursive: true });
  }
}

function faultOf(work: () => unknown): [KeyFileFault, string] {
  try {
    work();
  } catch (error) {
    if (error instanceof KeyFileError) return [error.fault, error.message];
    throw error;
  }
  throw new Error("expected a KeyFileError");
}

Deno.test("a first start makes the file for its user alone, later ones read it", () =>
  inFolder((db) => {
    const first = openKey(db);
    assert.ok(isKey(first.text) && first.is_kept && first.warning === undefined);
    assert.equal(Deno.readTextFileSync(keyPath(db)), `${first.text}\n`);
    if (!on_windows) assert.equal(Deno.statSync(keyPath(db)).mode! & 0o777, 0o600);
    assert.deepEqual(openKey(db), first);
    assert.equal(readKey(db), first.text);
  }));

Deno.test("a store in memory has a key of this process and no file", () => {
  const [first, second] = [openKey(":memory:"), openKey(":memory:")];
  assert.ok(isKey(first.text) && !first.is_kept && first.warning === undefined);
  assert.notEqual(first.text, second.text);
  assert.throws(() => Deno.lstatSync(":memory:.key"), Deno.errors.NotFound);
});

Deno.test("where no node was started there is no key", () =>
  inFolder((db) => assert.equal(faultOf(() => readKey(db))[0], "missing")));

Deno.test("a file without a key is refused and left as it is", () =>
  inFolder((db) => {
    const key = drawKey();
    const texts = ["", "\n", "key", key.slice(1), key.toUpperCase(), ` ${key}`, `${key}\n${key}\n`];
    for (const text of [...texts, "0".repeat(key_file_bytes_max * 4), "\xff\xfe"]) {
      Deno.writeTextFileSync(keyPath(db), text, { mode: 0o600 });
      for (const work of [openKey, readKey]) assert.equal(faultOf(() => work(db))[0], "broken", text);
      assert.equal(Deno.readTextFileSync(keyPath(db)), text);
    }
    for (const text of [key, `${key}\n`, `${key}\r\n`]) {
      Deno.writeTextFileSync(keyPath(db), text);
      assert.equal(readKey(db), key);
    }
  }));

Deno.test({
  name: "a link that was put there is not followed, wherever it leads",
  ignore: on_windows,
  fn: () =>
    inFolder((db, folder) => {
      const target = `${folder}/planted`;
      Deno.symlinkSync(target, keyPath(db));
      assert.equal(faultOf(() => openKey(db))[0], "planted");
      assert.throws(() => Deno.lstatSync(target), Deno.errors.NotFound);
      Deno.writeTextFileSync(target, drawKey(), { mode: 0o600 });
      assert.equal(faultOf(() => openKey(db))[0], "planted");
      assert.equal(faultOf(() => readKey(db))[0], "planted");
    }),
});

Deno.test("a folder or a pipe in its place is refused at once", () =>
  inFolder(async (db) => {
    Deno.mkdirSync(keyPath(db));
    assert.equal(faultOf(() => openKey(db))[0], "planted");
    if (on_windows) return;
    Deno.removeSync(keyPath(db));
    await new Deno.Command("mkfifo", { args: ["-m", "600", keyPath(db)] }).output();
    assert.equal(faultOf(() => openKey(db))[0], "planted");
  }));

for (const mode of [0o640, 0o604, 0o620, 0o602, 0o610, 0o644]) {
  Deno.test({
    name: `a file of mode ${mode.toString(8)} is refused: others may know or have written the key`,
    ignore: on_windows,
    fn: () =>
      inFolder((db) => {
        openKey(db);
        Deno.chmodSync(keyPath(db), mode);
        assert.equal(faultOf(() => openKey(db))[0], "open to others");
        Deno.chmodSync(keyPath(db), 0o600);
        openKey(db);
      }),
  });
}

Deno.test({
  name: `a file of another user is refused${is_root ? "" : " (NOT RUN: needs root)"}`,
  ignore: !is_root,
  fn: () =>
    inFolder((db) => {
      openKey(db);
      Deno.chownSync(keyPath(db), 65534, 65534);
      const [fault, message] = faultOf(() => openKey(db));
      assert.equal(fault, "of another user");
      assert.match(message, /belongs to another user/);
    }),
});

Deno.test("where no file can be made the key lives as long as the process, and that is said", () =>
  inFolder((db) => {
    const { text, is_kept, warning } = openKey(`${db}/no/such/folder/peers.sqlite`);
    assert.ok(isKey(text) && !is_kept);
    assert.match(warning!.en, /peers\.sqlite\.key can't be written: .*\.$/);
  }));

const obstacle = smallDiskObstacle();

Deno.test({
  name: `on a full or read-only disk no half key stays behind, and the node starts${
    obstacle ? ` [${obstacle}]` : ""
  }`,
  ignore: obstacle !== undefined,
  fn() {
    using disk = mountSmallDisk();
    const db = `${disk.folder}/peers.sqlite`;
    disk.fill();
    const full = openKey(db);
    assert.match(full.warning!.en, /peers\.sqlite\.key can't be written: .*space/i);
    assert.throws(() => Deno.lstatSync(keyPath(db)), Deno.errors.NotFound);
    disk.free();
    assert.equal(openKey(db).is_kept, true);
    Deno.removeSync(keyPath(db));
    disk.protect();
    assert.match(openKey(db).warning!.en, /can't be written: .*read-only/i);
  },
});
