/** Machines of a small network inside this one: Linux network namespaces around a bridge. Needs root and `ip`. */

/** Where the machines live, unless a test says otherwise: 10.77.0.1, 10.77.0.2 ... Nobody outside sees them. */
const private_net = "10.77.0";

/** The same with addresses that count as public: RFC 5737 keeps them for documents. */
export const public_net = "203.0.113";

/** Whether this system lets us make namespaces: Linux, root, and `ip` (Debian: iproute2). */
export const has_namespaces = Deno.build.os === "linux" && await canMakeOne();

/** Machines, each with one cable to a switch. `await using` removes all. */
export class Namespaces implements AsyncDisposable {
  readonly #prefix = `fox${Deno.pid}`;
  readonly #made: string[] = [];
  readonly #net: string;

  private constructor(net: string) {
    this.#net = net;
  }

  /**
   * Makes the switch and so many machines.
   *
   * @param net The first three numbers of their IPs.
   */
  static async make(count: number, net: string = private_net): Promise<Namespaces> {
    const made = new Namespaces(net);
    try {
      await made.#make(count);
    } catch (error) {
      await made[Symbol.asyncDispose]();
      throw error;
    }
    return made;
  }

  /** The IP of a machine; the first is 0. */
  ip(machine: number): string {
    return `${this.#net}.${machine + 1}`;
  }

  /** What runs a command on a machine. */
  within(machine: number): string[] {
    return ["ip", "netns", "exec", this.#name(machine)];
  }

  /** Pulls the cable of a machine at the switch, or puts it back. */
  async cable(machine: number, state: "up" | "down"): Promise<void> {
    await run("ip", "-n", this.#name("hub"), "link", "set", `port${machine}`, state);
  }

  /** Takes a machine's interface down on its own side, so that the system itself knows that there is no network. */
  async unplug(machine: number): Promise<void> {
    await run("ip", "-n", this.#name(machine), "link", "set", "eth0", "down");
  }

  /** Has packets of a machine to an IP go out and reach nobody, as behind a firewall that drops. */
  async swallow(machine: number, ip: string): Promise<void> {
    await run(
      "ip",
      "-n",
      this.#name(machine),
      "neigh",
      "add",
      ip,
      "lladdr",
      "02:00:00:00:00:66",
      "dev",
      "eth0",
    );
  }

  /** Has the switch pass on multicast to a machine, or drop it without a word, as many Wi-Fi networks do. */
  async multicast(machine: number, state: "on" | "off"): Promise<void> {
    const port = ["dev", `port${machine}`, "mcast_flood", state];
    await run("ip", "netns", "exec", this.#name("hub"), "bridge", "link", "set", ...port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of this.#made.splice(0)) await run("ip", "netns", "del", name);
  }

  async #make(count: number): Promise<void> {
    const hub = await this.#add("hub");
    await run("ip", "-n", hub, "link", "add", "bridge0", "type", "bridge");
    await run("ip", "-n", hub, "link", "set", "bridge0", "up");
    for (let machine = 0; machine < count; machine++) {
      const name = await this.#add(machine);
      const port = `port${machine}`;
      // "eth0": the name of a real interface, so that the node takes its address for its own.
      await run("ip", "-n", hub, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", name);
      await run("ip", "-n", hub, "link", "set", port, "master", "bridge0", "up");
      await run("ip", "-n", name, "addr", "add", `${this.ip(machine)}/24`, "dev", "eth0");
      await run("ip", "-n", name, "link", "set", "eth0", "up");
      await run("ip", "-n", name, "link", "set", "lo", "up");
    }
  }

  async #add(which: number | "hub"): Promise<string> {
    const name = this.#name(which);
    await run("ip", "netns", "add", name);
    this.#made.push(name);
    return name;
  }

  #name(which: number | "hub"): string {
    return `${this.#prefix}_${which}`;
  }
}

async function run(command: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args, stderr: "piped" }).output();
  if (!success) throw new Error(`${command} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}

async function canMakeOne(): Promise<boolean> {
  const name = `fox${Deno.pid}_trial`;
  try {
    await run("ip", "netns", "add", name);
    await run("ip", "netns", "del", name);
    return true;
  } catch {
    return false;
  }
}
