import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Runs the tool in a folder, in which these files are. */
async function mutate(files: Readonly<Record<string, string>>, ...args: string[]) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(join(folder, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    }
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "--config", join(here, "../deno.json"), join(here, "mutate.ts"), ...args],
      cwd: folder,
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, told: text(stdout).trimEnd().split("\n"), progress: text(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const test = (call: string) =>
  `import * as a from "./a.ts";\nimport assert from "node:assert/strict";\nDeno.test("t", () => ${call});\n`;

const counting = `export function rounds(): number {
  let n = 0;
  while (n < 3) n += 1;
  return n;
}
export const unseen = 7;
`;

Deno.test("the tool counts what the tests notice, lists the rest, and tells apart what never ends", async () => {
  const { code, told, progress } = await mutate(
    {
      "room/a.ts": counting,
      "room/a_test.ts": test("assert.equal(a.rounds(), 3)"),
      // It never loads the file, so it is not run: it would notice everything.
      "room/other_test.ts": `Deno.test("t", () => {});`,
    },
    ...["room", "--workers", "1", "--patience", "1"],
  );
  assert.equal(code, 0, progress);
  assert.deepEqual(told, [
    "- room/a.ts: `0` -> `1` in `let n = 0;`",
    "- room/a.ts: `7` -> `8` in `export const unseen = 7;`",
    "- hung: room/a.ts: `+=` -> `-=` in `while(n < 3)n += 1;`",
    "5 of 7 faults noticed: 71.4 % (95 %: 35.9 to 91.8 %). 1 of these only because a test did not end.",
  ]);
  assert.match(progress, /7 of 7 faults in room, seed 1\n/);
  assert.match(progress, /\d\/7 not noticed: .*unseen/);
});

Deno.test("tests that fail without a fault notice nothing: the tool says which and stops", async () => {
  const files = { "room/a.ts": counting, "room/a_test.ts": test("assert.equal(a.rounds(), 4)") };
  const { code, told, progress } = await mutate(files, "room");
  assert.deepEqual([code, told], [1, [""]]);
  assert.match(progress, /error: room\/a_test.ts fails without any fault. Try: deno test --allow-all/);
});

Deno.test("a test that fails at the end without a fault makes the tool fail, and the score is told all the same", async () => {
  const third_time = `
import { unseen } from "./a.ts";
Deno.test("t", () => {
  const { length } = unseen > 0 ? [...Deno.readDirSync(".")].filter(({ name }) => name.startsWith("run")) : [];
  Deno.writeTextFileSync("run" + length, "");
  if (length === 2) throw new Error("once more than it can bear");
});
`;
  const files = { "room/a.ts": "export const unseen = 7;\n", "room/a_test.ts": third_time };
  const { code, told, progress } = await mutate(files, "room", "--workers", "1");
  assert.equal(code, 1);
  assert.match(told.at(-1)!, /^0 of 1 faults noticed/);
  assert.match(
    progress,
    /error: room\/a_test.ts failed at the end without any fault: what it noticed may be/,
  );
});

Deno.test("a source file that no test loads has all of its faults unseen", async () => {
  const files = { "room/b.ts": "export const unseen = 7;\n", "room/a_test.ts": `Deno.test("t", () => {});` };
  const { told } = await mutate(files, "room/b.ts", "--workers", "1");
  assert.match(told.at(-1)!, /^0 of 1 faults noticed: 0.0 %/);
});

for (
  const [args, error] of [
    ["--sample=x", '--sample must be a whole number of at least 1, not "x"'],
    ["--workers=0", '--workers must be a whole number of at least 1, not "0"'],
    ["--seed=1.5", '--seed must be a whole number of at least 0, not "1.5"'],
    ["nowhere", 'there is no source file to make faults in at "nowhere"'],
    ["--bogus", "Unknown option '--bogus'"],
  ] as const
) {
  Deno.test(`\`mutate ${args}\` is refused with a sentence`, async () => {
    const { code, progress } = await mutate({}, args);
    assert.equal(code, 1);
    assert.ok(progress.startsWith(`error: ${error}`), progress);
    assert.equal(progress.trimEnd().split("\n").length, 1, progress);
  });
}
