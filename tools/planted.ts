/**
 * Plants modules where another user could plant them, and starts a finished foxchain below them. Then it looks whether
 * a module ran, and which files the program left.
 */
import assert from "node:assert/strict";
import { basename, resolve } from "node:path";
import { dialogue } from "./dialogue.ts";
import { runScript } from "./script.ts";

/** What packages in foxchain would load if it were there. */
const planted_packages: readonly string[] = ["bufferutil", "utf-8-validate"];

/** These packages, and a configuration that replaces one of Deno's own modules by a file. */
const planted_names: readonly string[] = [...planted_packages, "deno.json"];

/**
 * Copies the program into a folder below the planted ones, and lets it dial and serve there. The temporary folder lies
 * there, too: an executable's own files seem to lie in it.
 *
 * @param path An executable, or a bundle that ends in `.mjs`.
 * @throws {AssertionError} A planted module ran, the program left a file, or the trap is broken.
 */
export async function startBelowPlanted(path: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_planted_" });
  const env = { TMPDIR: folder, TMP: folder, TEMP: folder };
  try {
    await plant(folder);
    await assertTrapWorks(folder);
    const program = await copyInto(`${folder}/shared/program`, path);
    // A dial loads ws. Nothing listens there: exit code 3.
    await run([...program, "call", "peers", "--url", "ws://127.0.0.1:1/ws"], env, 3);
    await assertNoneRan(folder);
    await dialogue(program, env);
    await assertNoneRan(folder);
    // A code cache must not be there either: another user could replace it.
    const left = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
    assert.deepEqual(
      left,
      ["control.mjs", "deno.json", "events.ts", "node_modules", "shared"],
      "The program left files in the temporary folder.",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Plants the modules. Each leaves a file behind when it runs. */
async function plant(folder: string): Promise<void> {
  const imports = { "node:events": "./events.ts" };
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ imports }));
  const noting = `Deno.writeTextFileSync(${JSON.stringify(`${folder}/ran_deno.json`)}, "");\n`;
  await Deno.writeTextFile(`${folder}/events.ts`, `${noting}export class EventEmitter {}\n`);
  for (const name of planted_packages) {
    const place = `${folder}/node_modules/${name}`;
    await Deno.mkdir(place, { recursive: true });
    await Deno.writeTextFile(`${place}/package.json`, JSON.stringify({ name, main: "index.js" }));
    const mark = JSON.stringify(`${folder}/ran_${name}`);
    await Deno.writeTextFile(`${place}/index.js`, `require("node:fs").writeFileSync(${mark}, "");\n`);
  }
}

/** A program that does load the modules must run them. Otherwise the test proves nothing. */
async function assertTrapWorks(folder: string): Promise<void> {
  const control = `${folder}/control.mjs`;
  const loads = planted_packages.map((name) => `require(${JSON.stringify(name)});\n`).join("");
  await Deno.writeTextFile(
    control,
    `import "node:events";\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n${loads}`,
  );
  await run([Deno.execPath(), "run", "--allow-all", control], {}, 0);
  assert.deepEqual(await whichRan(folder), planted_names);
  for (const name of planted_names) await Deno.remove(`${folder}/ran_${name}`);
}

async function copyInto(folder: string, path: string): Promise<string[]> {
  await Deno.mkdir(folder, { recursive: true });
  const copy = `${folder}/${basename(path)}`;
  await Deno.copyFile(path, copy);
  return copy.endsWith(".mjs") ? [Deno.execPath(), "run", "--no-config", "--allow-all", copy] : [copy];
}

async function run([name, ...args]: readonly string[], env: Record<string, string>, expected: number) {
  const { code, stderr } = await new Deno.Command(name!, { args, env, stdin: "null", stdout: "null" })
    .output();
  assert.equal(code, expected, new TextDecoder().decode(stderr));
}

async function assertNoneRan(folder: string): Promise<void> {
  assert.deepEqual(await whichRan(folder), [], "A module from a shared folder ran inside foxchain.");
}

async function whichRan(folder: string): Promise<string[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  return planted_names.filter((name) => names.includes(`ran_${name}`));
}

if (import.meta.main) {
  await runScript(async () => {
    const path = resolve(Deno.args[0] ?? "dist/foxchain");
    await startBelowPlanted(path);
    console.log(`${path} ran none of the modules planted above it.`);
  });
}
