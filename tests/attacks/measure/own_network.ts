/** A network of one's own for a whole program: nothing that a node dials in an attack leaves this machine. */
import { fileURLToPath } from "node:url";

const inside = "FOXCHAIN_ATTACK_NETWORK";

/** An address of a site; all of its network leads to this machine. */
export const site = "10.66.0.1";

/**
 * Starts this program again where the only interface is loopback, and ends with its exit code. Returns in the program
 * that was so started, and where the system allows no such thing.
 */
export async function ownNetwork(main_url: string): Promise<void> {
  if (Deno.build.os !== "linux") throw new Error("Attacks are measured by Linux's /proc.");
  if (Deno.env.get(inside) !== undefined) return;
  if (!await allowed()) {
    throw new Error("A network namespace is needed: run it as root, with iproute2 installed.");
  }
  const { code } = await new Deno.Command("unshare", {
    args: [
      "--net",
      "sh",
      "-c",
      `ip link set lo up && ip addr add ${site}/16 dev lo && exec "$0" "$@"`,
      Deno.execPath(),
      ...["run", "--allow-all", fileURLToPath(main_url), ...Deno.args],
    ],
    env: { [inside]: "1" },
  }).spawn().status;
  Deno.exit(code);
}

async function allowed(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("unshare", {
      args: ["--net", "ip", "link", "set", "lo", "up"],
      stderr: "null",
    })
      .output();
    return success;
  } catch {
    return false;
  }
}
