/** From text to code: what is refused, where, and that checks change nothing but time. */
import assert from "node:assert/strict";
import { look_name, prepare } from "./op_source.ts";

function codeOf(text: string, file = "a.ts"): string {
  const prepared = prepare(file, text);
  assert.ok("code" in prepared, JSON.stringify(prepared));
  return prepared.code;
}

/** Runs a module whose checks only count. */
async function runs(text: string, file?: string): Promise<{ value: unknown; looks: number }> {
  let looks = 0;
  Object.defineProperty(globalThis, look_name, { configurable: true, value: () => (looks++, 0) });
  const module = await import(`data:text/javascript,${encodeURIComponent(codeOf(text, file))}`);
  return { value: await module.default({ n: 3 }), looks };
}

const programs: readonly (readonly [string, unknown])[] = [
  [
    "let s = 0; export default ({ n }: { n: number }) => { for (let i = 0; i < n; i++) s += i; return s; };",
    3,
  ],
  ["export default ({ n }) => { let s = 0; while (n) { if (--n === 1) continue; s += n; } return s; };", 2],
  ["export default ({ n }) => { do n--; while (n > 0); return n; };", 0],
  [
    "export default ({ n }) => { out: for (const a of [1, 2]) for (;;) { if (a === n) break; continue out; } return n; };",
    3,
  ],
  ["export default ({ n }) => [1, 2].map((a) => (b => ({ [a]: b }))(n));", [{ 1: 3 }, { 2: 3 }]],
  ["export default ({ n }) => { for (const k in { a: 1 }) n += k; return n; };", "3a"],
  [
    "export default async ({ n }) => { for await (const a of (async function* () { yield 1; })()) n += a; return n; };",
    4,
  ],
  [
    "class A { #n = 1; get n() { return this.#n; } static { for (const _ of [1]); } }\nclass B extends A { constructor() { super(); } }\nexport default () => new B().n;",
    1,
  ],
  ["export default function fib({ n }) { return n < 2 ? n : fib({ n: n - 1 }) + fib({ n: n - 2 }); }", 2],
  ["const f = x => x, g = x => (x, x);\nexport default ({ n }) => f(g(n))\n", 3],
  ["export default ({ n }) => {\r\n  // a comment\r\n  return n\r\n}\r\n", 3],
  ["export default (args) => { switch (args.n) { case 3: for (;;) return 'three'; } };", "three"],
  ["const $n = 7; export default () => $n;", 7],
];
for (const [text, value] of programs) {
  Deno.test(`checks leave the result as it is: ${text.slice(0, 70)}`, async () => {
    const run = await runs(text);
    assert.deepEqual(run.value, value);
    assert.ok(run.looks > 0);
    assert.equal(codeOf(text).split("\n").length, text.split("\n").length, "Lines stay.");
  });
}

Deno.test("a file may begin with a byte order mark, and .js is taken as it is", async () => {
  assert.equal((await runs("\ufeffexport default () => 1;")).value, 1);
  assert.equal((await runs("export default () => 2;", "a.js")).value, 2);
});

const refused: readonly (readonly [string, number, number, RegExp])[] = [
  ["export default () => {\n  retrun 1;\n};", 2, 10, /Expected ';'/],
  ["export default ({ text }) => ({ a: [...text.length });", 1, 52, /Expected ',', got '}'/],
  ["let a;\r\nlet a;\r\nexport default () => 1;", 2, 5, /already been declared/],
  ["enum A { B }\nexport default () => 1;", 1, 1, /enum is not supported in an op/],
  ["export default () => 'abc;\n", 1, 22, /Unterminated string/],
  ["\nimport fs from 'node:fs';", 2, 1, /can't import anything/],
  ["export default () => import('npm:zod');", 1, 22, /can't import anything/],
  ["export default () => import('./secret.txt', { with: { type: 'text' } });", 1, 22, /can't import/],
  ["export * from 'https://example.com/a.js';", 1, 1, /can't import anything/],
  ["export { a } from './a.ts';", 1, 1, /can't import anything/],
  ["export default async () => {\n\tawait import(\n'./a.ts');\n};", 2, 8, /can't import anything/],
];
for (const [text, line, column, sentence] of refused) {
  Deno.test(`prepare() tells line, column and cause of ${JSON.stringify(text.slice(0, 50))}`, () => {
    const fault = prepare("a.ts", text);
    assert.ok("sentence" in fault);
    assert.match(fault.sentence, sentence);
    assert.deepEqual([fault.line, fault.column], [line, column]);
    assert.equal(fault.text, text.split(/\r?\n/)[line - 1]);
  });
}

Deno.test("prepare() takes types that are only for the eye, type imports among them", () => {
  codeOf(
    "import type { A } from './a.ts';\ntype B = A;\nexport default ({ n }: { n?: number }) => n as unknown;",
  );
});

Deno.test("prepare() answers a fault, not an exception, for text that no parser bears", () => {
  const texts = [
    "(".repeat(30_000),
    "[".repeat(501),
    "`${".repeat(5_000),
    "\0",
    "💥",
    "a".repeat(60_000) + "(",
  ];
  for (const text of texts) {
    assert.ok("sentence" in prepare("a.ts", text), text.slice(0, 10));
    assert.ok("sentence" in prepare("a.js", text), text.slice(0, 10));
  }
});

Deno.test("prepare() takes brackets as deep as it says", () => {
  codeOf(`export default () => ${"[".repeat(490)}${"]".repeat(490)};`);
});
