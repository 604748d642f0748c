/** A student with the program alone: the bundle in an empty folder, a file, the page in Chromium, and every mistake. */
import assert from "node:assert/strict";
import { worker_flags, worker_mark } from "../cli/worker_mark.ts";
import { bundle } from "../tools/bundle.ts";
import { permissions } from "../tools/permissions.ts";
import { findChromium, withChromium } from "./chromium.ts";
import { draft } from "./console.ts";
import { RawClient } from "./raw_client.ts";

const chromium_path = findChromium();

/** A mistake, and what the answer says of it. */
const mistakes: Readonly<Record<string, readonly [string, RegExp]>> = {
  syntax: ["export default () => {\n  retrun 1;\n}", /count\.ts, line 2, column 10: .*retrun 1;/],
  type: ["export default (a: ) => 1;", /count\.ts, line 1, column/],
  throws: ["export default () => undefined.a;", /TypeError: Cannot read/],
  loop: ["export default () => { while (true); }", /computed for longer than 1 s/],
  loop_at_once: ["while (true);\nexport default () => 1;", /computed for longer than 1 s/],
  never: ["export default () => new Promise(() => {});", /did not answer within 1 s/],
  huge: ["export default () => 'x'.repeat(100e6);", /more than 1 MiB/],
  cyclic: ["export default () => { const a = {}; a.a = a; return a; }", /can't be JSON/],
  exits: ["export default () => Deno.exit(3);", /Deno is not there/],
  kills: ["export default () => Deno.kill(Deno.pid);", /Deno is not there/],
  memory: [
    "export default () => { const a = []; for (;;) a.push(new Array(1e5).fill(1)); }",
    /128 MiB|longer than 1 s/,
  ],
  reads: ["import a from './a.txt' with { type: 'text' };\nexport default () => a;", /can't import anything/],
  npm: ["export default () => import('npm:zod');", /can't import anything/],
  evals: ["export default () => eval(\"import('npm:zod')\");", /can't make code of text/],
  dials: ["export default () => fetch('http://127.0.0.1:9/');", /can't go out into the network/],
};

const count =
  'export const args = { text: "text" };\nexport default ({ text }) => ({ characters: [...text].length });\n';

async function startBundle(folder: string): Promise<{ port: number; end(): Promise<number>; pid: number }> {
  const flags = [
    "run",
    "--quiet",
    "--no-config",
    "--cached-only",
    ...worker_flags,
    ...permissions([Deno.build.os]),
  ];
  const args = ["--ops", "my_ops", "--host", "127.0.0.1", "--port", "0", "--db", "p.sqlite", "--log", "json"];
  const process = new Deno.Command(Deno.execPath(), {
    args: [...flags, "foxchain.mjs", worker_mark, ...args],
    cwd: folder,
    env: { DENO_DIR: `${folder}/no_packages` },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const port = Promise.withResolvers<number>();
  const reading = (async () => {
    let log = "";
    for await (const text of process.stderr.pipeThrough(new TextDecoderStream())) {
      log += text;
      const found = /"port":(\d+),/.exec(log)?.[1];
      if (found !== undefined) port.resolve(Number(found));
    }
    port.reject(new Error(log));
  })();
  const end = async () => {
    process.kill("SIGTERM");
    const [{ code }] = await Promise.all([process.status, reading]);
    return code;
  };
  return { port: await port.promise, end, pid: process.pid };
}

Deno.test({
  name: "a student writes, breaks and repairs an op beside the bundle, and no other client waits" +
    (chromium_path === undefined ? " (NOT RUN: no chromium)" : ""),
  ignore: chromium_path === undefined,
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "foxchain_student_" });
    try {
      await bundle(`${folder}/foxchain.mjs`);
      await Deno.mkdir(`${folder}/my_ops`);
      const node = await startBundle(folder);
      try {
        await student(node.port, (text) => Deno.writeTextFileSync(`${folder}/my_ops/count.ts`, text));
      } finally {
        assert.equal(await node.end(), 0);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function student(port: number, save: (text: string) => void): Promise<void> {
  using client = await RawClient.connect(port);
  using other = await RawClient.connect(port);
  const ask = (args: object) => client.ask(JSON.stringify({ op: "count", args }));
  /** Asks until an answer fits: what was saved is loaded soon. */
  const until = async (fits: RegExp) => {
    for (;;) {
      const answer = await ask({ text: "狐狸" });
      if (fits.test(answer)) return answer;
    }
  };
  let working = true;
  const waits_ms: number[] = [];
  const others = (async () => {
    while (working) {
      const asked_ms = performance.now();
      await other.ask('{"op":"peers"}');
      waits_ms.push(performance.now() - asked_ms);
      await new Promise((go) => setTimeout(go, 5));
    }
  })();
  try {
    save(count);
    await until(/characters/);
    await withChromium(chromium_path!, async (browser) => {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${port}/?lang=en`);
      await page.locator("#composer .chips .own").click();
      assert.match(await draft(page), /"count"/);
      save(mistakes.syntax![0]);
      await page.locator("#student_ops").getByText("count.ts, line 2, column 10").waitFor();
      save(count);
      await page.locator("#student_ops").waitFor({ state: "hidden" });
    });
    for (const [text, told] of Object.values(mistakes)) {
      save(text);
      await until(told);
      save(count);
      await until(/characters/);
    }
  } finally {
    working = false;
    await others;
  }
  waits_ms.sort((a, b) => a - b);
  assert.ok(waits_ms[Math.floor(waits_ms.length * 0.99)]! < 100, "99 of 100 answers to others within 100 ms");
}
