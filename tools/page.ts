/** Makes the page's scripts and its style: `deno task page`. It does nothing when they are newer than their sources. */
import { dirname } from "node:path";
import { deno } from "./deno.ts";
import { runScript } from "./script.ts";

/** Output -> entry: the page, and the parts that it loads when they are first needed. */
export const page_parts: ReadonlyMap<string, string> = new Map([
  ["static/build/app.js", "static/src/app.ts"],
  ["static/build/report.js", "static/src/report/report_dialog.ts"],
  ["static/build/inspector.js", "static/src/inspector/inspector.ts"],
  ["static/build/picture_extras.js", "static/src/network/picture_extras.ts"],
  ["static/build/editor.js", "static/src/console/editor/editor.ts"],
  ["static/build/console_extras.js", "static/src/console/extras/extras.ts"],
  ["static/build/check.js", "static/src/check/check.ts"],
  ["static/build/check_worker.js", "static/src/check/check_worker.ts"],
  ["static/build/names_import.js", "static/src/peers/names_import.ts"],
  ["static/build/store_notice.js", "static/src/page/store_notice.ts"],
  ["static/build/docs.js", "static/src/page/docs_page.ts"],
  ["static/build/board.js", "static/src/board/board.ts"],
  ["static/build/board.css", "static/src/board/board.css"],
  ["static/build/stream.js", "static/src/page/stream_worker.ts"],
  ["static/build/style.css", "static/src/style.css"],
]);

/** Files and folders that the parts are made of. */
const made_of = [
  "static/src",
  "static/board_messages.ts",
  "static/live_messages.ts",
  "check",
  "discovery",
  "ops",
  "roster",
  "deno.json",
  "deno.lock",
  "tools/page.ts",
];

/** The time of the last change below a path, in milliseconds since 1970. */
function changed_ms(path: string): number {
  const { isDirectory, mtime } = Deno.statSync(path);
  const own_ms = mtime?.getTime() ?? Infinity;
  if (!isDirectory) return own_ms;
  const names = Array.from(Deno.readDirSync(path), ({ name }) => name);
  return Math.max(own_ms, ...names.map((name) => changed_ms(`${path}/${name}`)));
}

/** True when nothing has changed since the page was made. */
function isMade(): boolean {
  try {
    const made_ms = Math.min(...page_parts.keys().map(changed_ms));
    return made_of.every((path) => changed_ms(path) < made_ms);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** @throws When `deno bundle` fails; it has said why. */
async function make(output: string, entry: string): Promise<void> {
  // The style only names the font, which is a separate file.
  const options = ["--quiet", "--platform", "browser", "--minify", "--external=*.woff2"];
  const { code } = await deno(["bundle", ...options, "--output", output, entry]);
  if (code !== 0) throw new Error(`The page can't be made: deno bundle failed at ${entry}.`);
}

if (import.meta.main) {
  await runScript(async () => {
    if (isMade()) return;
    for (const output of page_parts.keys()) await Deno.mkdir(dirname(output), { recursive: true });
    await Promise.all([...page_parts].map(([output, entry]) => make(output, entry)));
  });
}
