/** The one-file program, and the executable as far as it can be tested where Deno's servers are out of reach. */
import assert from "node:assert/strict";
import { worker_mark } from "../cli/worker_mark.ts";
import { Child } from "../bench/child.ts";
import { has_redis, redis_note, TestRedis } from "../storage/redis/test_redis.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { bundle } from "../tools/bundle.ts";
import { bundleFaults } from "../tools/bundle_contents.ts";
import { loadFaults } from "../tools/bundle_loads.ts";
import { compileArguments } from "../tools/compile.ts";
import { deno } from "../tools/deno.ts";
import { dialogue } from "../tools/dialogue.ts";
import { permissions } from "../tools/permissions.ts";
import { startBelowPlanted } from "../tools/planted.ts";
import { targetOf, targets } from "../tools/targets.ts";
import { RawClient } from "./raw_client.ts";

/** Fails at once: a machine that reaches no server. */
const nowhere = "http://127.0.0.1:1";

async function inEmptyFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_bundle_" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the bundle runs from an empty folder without packages, network or more permissions than it needs", () =>
  inEmptyFolder(async (folder) => {
    const program = `${folder}/foxchain.mjs`;
    await bundle(program);
    const flags = [
      "--quiet",
      "--cached-only",
      "--no-remote",
      "--no-npm",
      "--no-lock",
      ...permissions([Deno.build.os]),
    ];
    const env = { DENO_DIR: `${folder}/no_packages`, HTTPS_PROXY: nowhere, NPM_CONFIG_REGISTRY: nowhere };
    await dialogue([Deno.execPath(), "run", ...flags, program], env);
  }));

Deno.test("a module that another user planted in a folder above does not run inside of the bundle", () =>
  inEmptyFolder(async (folder) => {
    await bundle(`${folder}/foxchain.mjs`);
    await startBelowPlanted(`${folder}/foxchain.mjs`);
  }));

Deno.test("as deno bundle leaves it the program would run a planted module", () =>
  inEmptyFolder(async (folder) => {
    const program = `${folder}/foxchain.mjs`;
    const args = ["bundle", "--quiet", "--platform", "deno", "--output", program, "main.ts"];
    assert.equal((await deno(args, { quiet: true })).code, 0);
    await assert.rejects(startBelowPlanted(program), /A module from a shared folder ran inside foxchain/);
    const faults = await loadFaults(await Deno.readTextFile(program));
    for (const load of ["bufferutil", "utf-8-validate", "aliasedRequire"]) {
      assert.ok(faults.some((fault) => fault.includes(load)), faults.join("\n"));
    }
  }));

Deno.test("the bundle's commands need no more permissions than the node", () =>
  inEmptyFolder(async (folder) => {
    const program = `${folder}/foxchain.mjs`;
    await bundle(program);
    openSqlite(`${folder}/from.sqlite`).close();
    const cases: [string[], number, RegExp][] = [
      [["version"], 0, /^foxchain \d/],
      [["--help"], 0, /Usage: foxchain/],
      // npm's ws, a CommonJS package that loads node's modules, is what dials.
      [["call", "peers", "--url", "ws://127.0.0.1:1/ws"], 3, /refused/],
      [["--port", "0", "--db", `${folder}/no/such.sqlite`], 4, /such\.sqlite/],
      [["key", "--db", `${folder}/no.sqlite`], 4, /no\.sqlite\.key is not there/],
      // A snapshot goes into the temporary folder.
      [["copy", `${folder}/from.sqlite`, `${folder}/to.sqlite`], 0, /Copied 0 addresses/],
      [["copy", `${folder}/from.sqlite`, "redis://127.0.0.1:1/0"], 4, /refused/i],
    ];
    for (const [args, expected, text] of cases) {
      const flags = ["run", "--quiet", ...permissions([Deno.build.os])];
      const { code, stdout, stderr } = await deno([...flags, program, ...args], { quiet: true });
      assert.equal(code, expected, stderr);
      assert.match(stdout + stderr, text);
    }
  }));

/** What `deno run` is given where `deno compile` is given this: all but what only an executable has. */
function flagsOfExecutable(): string[] {
  const target = targetOf();
  const all = compileArguments("foxchain.mjs", "foxchain", target);
  assert.equal(all.at(-2), "foxchain.mjs");
  const only_compiled = new Set([
    "compile",
    "--no-code-cache",
    "--target",
    target.triple,
    "--output",
    "foxchain",
  ]);
  return all.slice(0, -2).filter((flag) => !only_compiled.has(flag));
}

Deno.test(
  "with the executable's flags the bundle keeps its peers on a Redis server, tells the time and its figures" +
    redis_note,
  { ignore: !has_redis },
  () =>
    inEmptyFolder(async (folder) => {
      await bundle(`${folder}/foxchain.mjs`);
      await using redis = await TestRedis.start();
      const serve = ["--port", "0", "--host", "127.0.0.1", "--db", redis.url, "--node-id", "one"];
      const node = new Child({
        name: "foxchain",
        command: [
          ...[Deno.execPath(), "run", "--quiet", "--no-config", ...flagsOfExecutable()],
          ...[`${folder}/foxchain.mjs`, worker_mark, ...serve],
        ],
      });
      try {
        const port = Number((await node.line(/ws:\/\/127\.0\.0\.1:(\d+)\/ws/))[1]);
        await node.line(/peers 0 in redis:/);
        using client = await RawClient.connect(port);
        assert.match(
          await client.ask('{"op":"register","args":{"addr":"ws://a.example:1/ws"}}'),
          /"Accepted"/,
        );
        assert.match(await redis.ask("HGETALL", "{foxchain:foxchain}:peers"), /ws:\/\/a\.example:1\/ws/);
        assert.match(await client.ask('{"op":"time"}'), /"time_zone":"UTC"/);
        const figures = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
        assert.match(figures, /^foxchain_requests_total\{op="time",status="200"\} 1$/m);
      } finally {
        await node.stop();
      }
    }),
);

Deno.test("with the executable's flags the bundle's doctor looks at this computer, and an op is tried", () =>
  inEmptyFolder(async (folder) => {
    await bundle(`${folder}/foxchain.mjs`);
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "--no-config", ...flagsOfExecutable(), "foxchain.mjs", worker_mark, ...args],
        cwd: folder,
        env: { DENO_DIR: `${folder}/no_packages`, HTTPS_PROXY: nowhere, NPM_CONFIG_REGISTRY: nowhere },
        stdin: "null",
      }).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      return { code, stdout: text(stdout), stderr: text(stderr) };
    };
    using free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = free.addr;
    const looked = await run(
      "doctor",
      "--json",
      "--port",
      String(port),
      "--timeout",
      "1",
      `127.0.0.1:${port}`,
    );
    const { findings } = JSON.parse(looked.stdout) as { findings: { id: string; state: string }[] };
    const ids = findings.map(({ id }) => id);
    assert.equal(looked.code, 1, "A port that another program has is a finding.");
    assert.match(looked.stderr, /^error: \d things are to be done/);
    for (const part of ["port_", "address_", "database_", "way_"]) {
      assert.ok(ids.some((id) => id.startsWith(part)), `${part}: ${ids}`);
    }
    assert.equal((await run("op", "example", "all")).code, 0);
    const tried = await run("op", "test", "my_ops/blocks.js");
    assert.deepEqual([tried.code, tried.stderr], [0, ""], tried.stdout);
    assert.match(tried.stdout, /example 2: passed\ntick: passed\nblocks\.js: the op blocks works\./);
  }));

Deno.test("the bundle names no path of the machine it was made on and no registry", () =>
  inEmptyFolder(async (folder) => {
    await bundle(`${folder}/foxchain.mjs`);
    const text = await Deno.readTextFile(`${folder}/foxchain.mjs`);
    assert.deepEqual(bundleFaults(text), []);
    const { npmCache } = JSON.parse((await deno(["info", "--json"], { quiet: true })).stdout);
    for (const path of [Deno.cwd(), npmCache, "://registry.", "sourceMappingURL"]) {
      assert.ok(!text.includes(path), path);
    }
    for (const name of ["ws", "@codemirror/view", "d3-force", "@redis/client"]) {
      assert.match(
        text,
        new RegExp(`^${name} \\d.+\\n\\n(.*\\n\\n)?.*Copyright`, "m"),
        "It carries its packages' licences.",
      );
    }
    // Parts of the client of Redis have other owners, and their licence must be there whole.
    for (const words of ["Georges Menie", "OpenTelemetry Authors", "4. Redistribution."]) {
      assert.ok(text.includes(words), words);
    }
  }));

Deno.test("bundleFaults() finds what lacks and what nobody needs", () => {
  const faults = bundleFaults(
    "// main.ts\n\n// static/index.html\n\n// tests/a_test.ts\n\n// npm:playwright-core@1.0.0/a.js\n",
  );
  assert.ok(faults.some((fault) => fault.includes("style")));
  assert.ok(!faults.some((fault) => fault.includes("index")));
  assert.deepEqual(faults.slice(-2), [
    "It carries tests/a_test.ts.",
    "It carries npm:playwright-core@1.0.0/a.js.",
  ]);
});

for (const [name, target] of targets) {
  Deno.test(`the executable for ${name} has no code cache, and the permissions of its system`, () => {
    const openers = {
      linux: "/usr/bin/xdg-open",
      darwin: "/usr/bin/open",
      windows: "C:/Windows/System32/rundll32.exe",
    };
    assert.deepEqual(compileArguments("a.mjs", "a", target), [
      "compile",
      "--no-code-cache",
      "--unstable-worker-options",
      "--no-remote",
      "--no-npm",
      "--v8-flags=--disallow-code-generation-from-strings,--min-semi-space-size=8",
      "--target",
      target.triple,
      "--output",
      "a",
      "--no-prompt",
      "--allow-net",
      "--allow-read",
      "--allow-write",
      "--allow-env=FOXCHAIN_*,NO_COLOR,FORCE_COLOR,CLICOLOR_FORCE,TERM,LC_ALL,LC_MESSAGES,LANG,LANGUAGE",
      "--allow-sys=networkInterfaces,systemMemoryInfo,uid,hostname",
      `--allow-run=${openers[target.os as keyof typeof openers]}`,
      "a.mjs",
      "--worker-options",
    ]);
  });
}

Deno.test("deno task compile embeds the bundle and nothing else, and does not claim that it was started", () =>
  inEmptyFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/foxchain.mjs`, "console.log('stands in for the bundle')\n");
    // Deno in denort's place lets the whole pipeline run; what comes out does not start as foxchain.
    const { code, stdout } = await compile(folder, { DENORT_BIN: Deno.execPath() });
    assert.equal(code, 0);
    assert.match(stdout, /carries \S*foxchain\.mjs and nothing else\. It was not started\./);
    assert.ok((await Deno.stat(`${folder}/${targetOf().file}`)).size > 1e6);
  }));

Deno.test("deno task compile refuses an executable with other files", () =>
  inEmptyFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/other.ts`, "export const other = 1;\n");
    await Deno.writeTextFile(`${folder}/foxchain.mjs`, "import './other.ts';\n");
    const { code, stderr } = await compile(folder, { DENORT_BIN: Deno.execPath() });
    assert.equal(code, 1);
    assert.match(stderr, /other\.ts/);
  }));

Deno.test("deno task compile says what to do and exits 3 where denort can't be downloaded", () =>
  inEmptyFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/foxchain.mjs`, "console.log(1)\n");
    const { code, stderr } = await compile(folder, {
      DENO_DIR: `${folder}/empty`,
      HTTPS_PROXY: nowhere,
      DENORT_BIN: "",
    });
    assert.equal(code, 3);
    assert.match(stderr, /denort, .+, could not be downloaded/);
    assert.match(stderr, /DENORT_BIN/);
    await assert.rejects(Deno.stat(`${folder}/${targetOf().file}`), Deno.errors.NotFound);
  }));

function compile(folder: string, env: Record<string, string>) {
  const options = ["--bundle", `${folder}/foxchain.mjs`, "--output", `${folder}/${targetOf().file}`];
  return deno(["run", "--no-lock", "--allow-all", "tools/compile.ts", ...options], { env, quiet: true });
}
