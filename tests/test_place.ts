/** Where programs lie that tests start, and the ports of 127.0.0.1 for them. */

/** Debian keeps servers out of a user's PATH. */
const folders: readonly string[] = [
  ...(Deno.env.get("PATH") ?? "").split(Deno.build.os === "windows" ? ";" : ":"),
  "/usr/sbin",
  "/usr/local/sbin",
  "/sbin",
];

/** Path of a program; undefined where it is not installed. */
export function programPath(name: string): string | undefined {
  return folders.map((folder) => `${folder}/${name}`).find(isFile);
}

/** Whether a file lies there. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** A port of 127.0.0.1 on which nothing listens. Another process may take it before it is used. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Whether something on 127.0.0.1 takes connections at a port. */
export async function answers(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}
