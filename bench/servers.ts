/** The programs that are compared, and how each is started. */
import { join } from "node:path";
import { pythonWith } from "../tests/lecture_process.ts";
import type { Command } from "./child.ts";

/** Programs under load; `bare` is the control, `before` the node of another checkout, `lecture` the lecture's on Redis. */
export type ServerName = "foxchain" | "before" | "bare" | "node ws" | "bun twin" | "lecture";

/** A Python that can run the lecture's program (Debian: python3-tornado and python3-redis); undefined: none can. */
export const lecture_python = await pythonWith("tornado.websocket, redis");

/** Folder of this file. */
export const bench_folder = import.meta.dirname!;

/**
 * How a server is started.
 *
 * @param before Folder of the other checkout.
 * @param tools Folder where the packages of `peers/package.json` are installed.
 * @param data An empty or seeded folder for its database.
 * @param redis URL of the Redis server that takes the place of the database.
 * @param prepared File with the text that the control answers; undefined lets it echo.
 */
export function serverCommand(
  name: ServerName,
  { tools, data, redis, prepared, before }: {
    readonly tools: string;
    readonly data: string;
    readonly redis?: string;
    readonly prepared?: string;
    readonly before?: string;
  },
): Command {
  const peer = (file: string) => join(bench_folder, "peers", file);
  switch (name) {
    case "foxchain":
      return {
        name,
        command: [...deno_run, join(bench_folder, "node.ts"), redis ?? join(data, "foxchain.sqlite")],
      };
    case "before":
      return {
        name,
        command: [...denoRun(before!), join(before!, "bench", "node.ts"), join(data, "before.sqlite")],
      };
    case "bare":
      return { name, command: [...deno_run, peer("bare.ts"), ...(prepared === undefined ? [] : [prepared])] };
    case "node ws":
      // Node looks for packages beside the file that imports them.
      return { name, command: ["node", join(tools, "node_ws.js")] };
    case "bun twin":
      return { name, command: [bunPath(tools), peer("bun_twin.js"), join(data, "bun.sqlite")] };
    case "lecture":
      return { name, command: [lecture_python!, peer("lecture_redis.py"), redis!] };
  }
}

/** Runs a program of this folder under the Deno that runs the benchmarks. */
export const deno_run: readonly string[] = denoRun(join(bench_folder, ".."));

function denoRun(checkout: string): string[] {
  return [Deno.execPath(), "run", "--quiet", "--allow-all", `--config=${join(checkout, "deno.json")}`];
}

/** Bun's executable. It is inside a package of its own for each system, so no install script has to run. */
export function bunPath(tools: string): string {
  const system = Deno.build.arch === "x86_64" ? "linux-x64" : "linux-aarch64";
  return join(tools, "node_modules", "@oven", `bun-${system}`, "bin", "bun");
}

/**
 * Installs the packages of the peers.
 *
 * @param tools Folder that gets them.
 * @throws {Error} npm is missing or fails.
 */
export async function installPeers(tools: string): Promise<void> {
  for (const file of ["package.json", "node_ws.js"]) {
    await Deno.copyFile(join(bench_folder, "peers", file), join(tools, file));
  }
  const { success, stderr } = await new Deno.Command("npm", {
    args: ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"],
    cwd: tools,
    stdout: "null",
  }).output();
  if (!success) throw new Error(`npm install failed: ${new TextDecoder().decode(stderr)}`);
}
