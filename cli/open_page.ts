/** Opens a page in the person's browser by the tool each system has for it. */
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Starts the browser. Where that fails, the person is told the URL: the node runs on.
 *
 * npm's `open` does the same with 15 packages; its extras (WSL, private windows, app choice) are not needed here.
 *
 * @param by_hand The URL for that message: the other one may hold a code, which must not get into a log.
 * @returns Settles when the result is known. Don't wait for it: some browsers run on until they are closed.
 */
export async function openPage(
  url: string,
  by_hand: string,
  terminal: Terminal,
  output: Output,
): Promise<void> {
  const [name, ...args] = browserCommand(url, Deno.build.os);
  const opened = await terminal.runProgram(name, args).catch(() => false);
  if (opened) return;
  output.note({
    en: `warning: the browser did not open. Open the page by hand: ${by_hand}`,
    zh: `警告：浏览器没有打开。请自己打开网页：${by_hand}`,
  });
}

/**
 * What opens a URL, by system. The permission to run names exactly these paths (`tools/permissions.ts`). Deno complains
 * at each start about a bare name that it can't find, and a bare name may be found in another folder first.
 */
export const openers: Readonly<Partial<Record<typeof Deno.build.os, string>>> = {
  linux: "/usr/bin/xdg-open",
  darwin: "/usr/bin/open",
  windows: "C:/Windows/System32/rundll32.exe",
};

/**
 * The command that opens a URL in the default browser.
 *
 * @example
 * ```ts
 * import { browserCommand } from "./open_page.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(browserCommand("http://localhost:9000/", "darwin"), [
 *   "/usr/bin/open",
 *   "http://localhost:9000/",
 * ]);
 * ```
 */
export function browserCommand(url: string, os: typeof Deno.build.os): [string, ...string[]] {
  const opener = openers[os] ?? "xdg-open";
  // Not `cmd /c start`: it would read `&` in a URL as the end of the command.
  return os === "windows" ? [opener, "url.dll,FileProtocolHandler", url] : [opener, url];
}
