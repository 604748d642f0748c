/** Puts an executable into the zip that students download: `dist/foxchain-1.0.0-linux-x64.zip`. */
import { parseArgs } from "node:util";
import { type Zippable, zipSync } from "fflate";
import config from "../deno.json" with { type: "json" };
import { targetOf, targets } from "./targets.ts";
import { runScript } from "./script.ts";

/** The number of Unix in a zip's field for the system that wrote an entry. Only then its permission bits count. */
const unix = 3;

/** What goes into every zip beside the executable. */
const documents = ["LICENSE", "README.md", "README.zh-CN.md"];

/**
 * Makes the zip's bytes. The executable can be started after `unzip` without `chmod`.
 *
 * @param name Name of the executable inside.
 * @param files Name -> content of the other files.
 */
export function zip(
  name: string,
  executable: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
): Uint8Array<ArrayBuffer> {
  const entries: Zippable = { [name]: [executable, { os: unix, attrs: 0o100755 << 16 }] };
  for (const [path, content] of files) entries[path] = [content, { os: unix, attrs: 0o100644 << 16 }];
  return zipSync(entries);
}

/** File name of a zip, without its folder. */
export function zipName(version: string, target: string): string {
  return `foxchain-${version}-${target}.zip`;
}

if (import.meta.main) {
  await runScript(() => {
    const { values } = parseArgs({ options: { target: { type: "string" }, tag: { type: "string" } } });
    const { file } = targetOf(values.target);
    if (values.target === undefined) {
      throw new Error(`Name one with --target: ${[...targets.keys()].join(", ")}.`);
    }
    if (values.tag !== undefined && values.tag !== `v${config.version}`) {
      throw new Error(`The tag is ${values.tag}, but deno.json says that this is version ${config.version}.`);
    }
    const files = new Map(documents.map((path) => [path, Deno.readFileSync(path)]));
    const output = `dist/${zipName(config.version, values.target)}`;
    Deno.writeFileSync(output, zip(file, Deno.readFileSync(`dist/${file}`), files));
    console.log(output);
  });
}
