/** Starts a real nginx in front of a node, for tests: with the lines that docs/install.md shows. */

import { until } from "../node/test_until.ts";
import { killProcess } from "./kill_process.ts";
import { freePort, isFile, programPath } from "./test_place.ts";

/** Path of nginx; undefined where it is not installed. */
export const nginx_path: string | undefined = programPath("nginx");

/** Says in a test's name why it does not run. */
export const nginx_note: string = nginx_path === undefined ? " (NOT RUN: no nginx)" : "";

/** A running nginx. */
export interface Nginx extends AsyncDisposable {
  readonly port: number;
}

/**
 * Starts it on 127.0.0.1.
 *
 * @param server Lines of its one `server` block.
 */
export function startNginx(server: string): Promise<Nginx> {
  return startNginxWith((port) => `
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  server {
    listen 127.0.0.1:${port};
    ${server}
  }`);
}

/**
 * Starts it with a configuration of its own.
 *
 * @param http Makes the lines of the `http` block for a port.
 * @param port The port; by default a free one.
 * @param within What runs it, e.g. `ip netns exec NAME`.
 */
export async function startNginxWith(
  http: (port: number) => string,
  port = freePort(),
  within: readonly string[] = [],
): Promise<Nginx> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_nginx_" });
  await Deno.writeTextFile(`${folder}/nginx.conf`, configuration(folder, http(port)));
  const [first, ...rest] = [
    ...within,
    nginx_path!,
    "-p",
    folder,
    "-c",
    `${folder}/nginx.conf`,
    "-e",
    "stderr",
  ];
  const child = new Deno.Command(first!, {
    args: rest,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const complaints = new Response(child.stderr).text();
  const end = async () => {
    killProcess(child, "SIGTERM");
    await child.status;
    const told = await complaints;
    await Deno.remove(folder, { recursive: true });
    return told;
  };
  let has_ended = false;
  child.status.then(() => has_ended = true);
  try {
    // It writes that file once it listens.
    await until(() => has_ended || isFile(`${folder}/pid`), "nginx listens");
    if (has_ended) throw new Error("it ended");
  } catch (cause) {
    throw new Error(`nginx did not start: ${await end()}`, { cause });
  }
  return { port, [Symbol.asyncDispose]: async () => void await end() };
}

function configuration(folder: string, http: string): string {
  const bodies = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `daemon off;
pid ${folder}/pid;
${isRoot() ? "user root;" : ""}
events {}
http {
  access_log off;
  ${bodies.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  ${http}
}
`;
}

/** Its workers would else give up root and be locked out of the folder. */
function isRoot(): boolean {
  return Deno.uid() === 0;
}
