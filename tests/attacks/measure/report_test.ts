import assert from "node:assert/strict";
import { attacks } from "../attacks.ts";
import { trials } from "../trials.ts";
import { readSide, recordUrl } from "./record.ts";
import { page } from "./report.ts";

/** A Markdown text as `deno fmt` writes it. */
async function formatted(text: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    cwd: new URL("../../../", import.meta.url),
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout);
}

Deno.test("docs/attacks.md is what deno task attack makes of the recorded measurements", async () => {
  const [before, after] = await Promise.all([readSide(recordUrl("before")), readSide(recordUrl("after"))]);
  const document = await Deno.readTextFile(new URL("../../../docs/attacks.md", import.meta.url));
  assert.equal(document, await formatted(page(before, after)));
});

Deno.test("every attack and trial was measured before the defences", async () => {
  const before = await readSide(recordUrl("before"));
  assert.deepEqual(attacks.map(({ name }) => name).filter((name) => !(name in before.attacks)), []);
  assert.deepEqual(trials.map(({ name }) => name).filter((name) => !(name in before.trials)), []);
});

Deno.test("no two attacks share a name", () => {
  const names = [...attacks, ...trials].map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});
