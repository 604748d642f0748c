/** One customer's IPv6 network has more addresses than any count by address can hold. Needs network namespaces. */
import { has_namespaces, Namespaces } from "../namespaces.ts";
import { hasProgram } from "./kit/service.ts";
import { trial } from "./trial.ts";

const attackers = "2a0e:bad::";
const honest = "2a0e:600d::7";
const node_ip = "2a0e:1::1";
const connections = 2_300;
const port = 9_000;

/** Opens connections from within a machine. Returns how many came about; they are held until it is disposed. */
async function hold(
  within: readonly string[],
  from: readonly string[],
): Promise<AsyncDisposable & { opened: number }> {
  const program = new URL("kit/hold_places.py", import.meta.url).pathname;
  const plan = JSON.stringify({ host: node_ip, port, from });
  const [command, ...args] = [...within, "python3", program, plan];
  const child = new Deno.Command(command!, { args, stdin: "piped", stdout: "piped", stderr: "null" }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  return {
    opened: Number(new TextDecoder().decode(value)),
    async [Symbol.asyncDispose]() {
      await child.stdin.close();
      await reader.cancel();
      await child.status;
    },
  };
}

async function run(within: readonly string[], ...command: string[]): Promise<void> {
  const [program, ...args] = [...within, ...command];
  const { success, stderr } = await new Deno.Command(program!, { args }).output();
  if (!success) throw new Error(`${command.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}

/** The trial `ipv6-addresses`. */
export const ipv6_addresses = trial({
  name: "ipv6-addresses",
  tries: `takes ${connections} places from as many addresses of one /64, on a node with \`--host ::\``,
  missing: () => has_namespaces && hasProgram("python3") ? undefined : "needs network namespaces and Python",
  async run(lab) {
    const places = lab.use(await Namespaces.make(2));
    const [server, client] = [places.within(0), places.within(1)];
    await run(server, "ip", "-6", "addr", "add", `${node_ip}/64`, "dev", "eth0", "nodad");
    await run(client, "ip", "-6", "addr", "add", "2a0e:1::2/64", "dev", "eth0", "nodad");
    for (const net of [`${attackers}/64`, `${honest}/64`]) {
      await run(server, "ip", "-6", "route", "add", net, "via", "2a0e:1::2");
      // Every address of the network belongs to this machine.
      await run(client, "ip", "-6", "route", "add", "local", net, "dev", "lo");
    }
    await lab.start({ within: server, host: "::", port });
    // It listens once a first connection comes about.
    const from = Array.from({ length: connections }, (_, n) => `${attackers}${(n + 1).toString(16)}`);
    for (let tries = 0; tries < 100; tries++) {
      await using one = await hold(client, [honest]);
      if (one.opened === 1) break;
    }
    await using taken = await hold(client, from);
    await using other = await hold(client, [honest]);
    return {
      found: `${taken.opened} places taken; another public source gets ${
        other.opened === 1 ? "one" : "none"
      }`,
      withstood: taken.opened > 0 && taken.opened <= 512 && other.opened === 1,
    };
  },
});
