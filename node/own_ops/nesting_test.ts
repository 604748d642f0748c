/** What nests without brackets: each form is refused before it could end the process, and usual code never is. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { op_file_bytes_max } from "./limits.ts";
import { nestingOf } from "./nesting.ts";
import { prepare } from "./op_source.ts";

const config = fileURLToPath(new URL("../../deno.json", import.meta.url));

/** What comes before, what is repeated, what comes after. */
const chains: readonly (readonly [before: string, unit: string, after: string])[] = [
  ...["!", "-~", "- ", "typeof ", "void ", "await ", "delete ", "new ", "++"].map((unit) =>
    ["x=", unit, "a"] as const
  ),
  ...[
    "a?b:",
    "a?",
    "a=>",
    "async a=>",
    "a=",
    "a**",
    "a+",
    "a&&",
    "a??",
    "{}+",
    "a<",
    "a<b>",
    "new a.",
    "a?.b?",
  ].map((unit) => ["x=", unit, "c"] as const),
  ...[".a", "?.a", "()", "[0]", "``", "!", " as any", " satisfies A", "<A>()", "{}", "\n()"].map((unit) =>
    ["x=a", unit, ""] as const
  ),
  ...["if(a)", "if(a);else ", "if(a){}else ", "for(;;)", "while(a)", "do ", "a:", "a:{}b:", "with(a)"].map((
    unit,
  ) => ["", unit, ";"] as const),
  ...[
    "A|",
    "A&",
    "()=>",
    "new()=>",
    "keyof ",
    "readonly ",
    "unique ",
    "infer ",
    "A.",
    "A extends B?C:",
    "A extends B?",
  ].map((unit) => ["type T=", unit, "D"] as const),
  ["type T=A", "[]", ""],
  ["type T=A", "[0]", ""],
  ["x=`", "${`", ""],
  ["let ", "[", ""],
  ["let ", "{a:", ""],
  ["class A extends ", "class extends ", "B{}"],
  ["", "@a ", "class A{}"],
  ["namespace ", "a.", "b{}"],
  ["function*f(){", "yield ", "}"],
  ["switch(a){", "case a:", "}"],
];

Deno.test("a file as long as one may be ends nobody, whatever it repeats", async () => {
  // In a process of its own: a mistake here would end the tests, too.
  const script = `
import { prepare } from ${JSON.stringify(new URL("./op_source.ts", import.meta.url).href)};
for (const [before, unit, after] of ${JSON.stringify(chains)}) {
  console.log("trying", before, unit);
  for (const bytes of [2_000, 8_000, 20_000, ${op_file_bytes_max}]) {
    const times = Math.floor((bytes - before.length - after.length) / unit.length);
    const prepared = prepare("a.ts", before + unit.repeat(times) + after);
    if (!("sentence" in prepared || "code" in prepared)) throw new Error("neither");
  }
}
console.log("all");`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-all",
      "--config",
      config,
      `data:text/typescript,${encodeURIComponent(script)}`,
    ],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const said = new TextDecoder().decode(stdout).trim().split("\n").slice(-2);
  assert.deepEqual(
    [code, said.at(-1)],
    [0, "all"],
    said.join("\n") + new TextDecoder().decode(stderr).slice(0, 500),
  );
});

Deno.test("2,800 levels in a statement are taken, one more is refused with a sentence", () => {
  // Without semicolons nobody can tell that these are statements of their own.
  const file = (count: number) => `export default f;\n${"f(a)\n".repeat(count)}`;
  assert.ok("code" in prepare("a.js", file(2_800)));
  const refused = prepare("a.js", file(2_801));
  assert.match("sentence" in refused ? refused.sentence : "", /more than 2800 operators one in the other/);
  const issue = prepare("a.ts", "!".repeat(60_000) + "a");
  assert.match("sentence" in issue ? issue.sentence : "", /more than 2800 operators/);
});

Deno.test("long files of usual code are far from the bound", async () => {
  const usual = [
    "const a = 1;\nconst b = a ? !a : -a;\n".repeat(1_500),
    `const table = [${"{ a: 1, b: -2, c: 'x' },\n".repeat(2_000)}];`,
    "// ----------------------------------------------------\nf(a)\n".repeat(500),
    "if (a) { b() } else if (c) { d() } else { e() }\n".repeat(1_000),
    `const text = ${'"a line of text " +\n'.repeat(1_000)}"";`,
    "a.b(c).d((e) => e.f).g()\n".repeat(300),
  ];
  for (const text of usual) {
    assert.ok(nestingOf(text).levels < 2_100, `${nestingOf(text).levels}: ${text.slice(0, 40)}`);
  }
  // All of ours, too, though they are no ops.
  for (const folder of ["./", "../", "../../discovery/", "../../examples/"]) {
    const url = new URL(folder, import.meta.url);
    for await (const { name, isFile } of Deno.readDir(url)) {
      if (!isFile || !/\.(ts|js)$/.test(name)) continue;
      const { levels } = nestingOf(await Deno.readTextFile(new URL(name, url)));
      assert.ok(levels < 400, `${name}: ${levels}`);
    }
  }
});
