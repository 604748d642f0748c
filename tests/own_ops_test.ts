/** A student with the program alone: the bundle in an empty folder, a file, the page in Chromium, and every mistake. */
import assert from "node:assert/strict";
import { worker_flags, worker_mark } from "../cli/worker_mark.ts";
import { bundle } from "../tools/bundle.ts";
import { permissions } from "../tools/permissions.ts";
import { mistakes } from "./own_ops_mistakes.ts";
import { findChromium, withChromium } from "./chromium.ts";
import { draft, messages } from "./console.ts";
import { NodeProcess as EchoProcess } from "./node_process.ts";
import { RawClient } from "./raw_client.ts";

const chromium_path = findChromium();

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
  // What everybody waits on this machine, which has a browser and perhaps other tests to run.
  await using echo = await echoProcess();
  using control = await RawClient.connect(echo.port);
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
  const control_ms: number[] = [];
  const others = (async () => {
    while (working) {
      for (const [one, waits] of [[other, waits_ms], [control, control_ms]] as const) {
        const asked_ms = performance.now();
        await one.ask('{"op":"peers"}');
        waits.push(performance.now() - asked_ms);
        await new Promise((go) => setTimeout(go, 5));
      }
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
      await page.getByRole("button", { name: "Send", exact: true }).click();
      assert.match((await messages(page, "#1")).answer, /"characters": \d/);
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
  const late = (waits: number[]) => waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.99)]!;
  const [node_ms, machine_ms] = [late(waits_ms), late(control_ms)];
  const told =
    `99 of 100 answers to others came within ${node_ms.toFixed()} ms; on this machine within ${machine_ms.toFixed()} ms`;
  assert.ok(node_ms < 100 + machine_ms, told);
}

async function echoProcess(): Promise<{ port: number } & AsyncDisposable> {
  const echo = await EchoProcess.start("echo_process.ts");
  return { port: echo.port, [Symbol.asyncDispose]: () => echo.stop() };
}
