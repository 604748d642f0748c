/** Another program beside the node: started, waited for, ended. */
import { pause } from "./target.ts";

/** Where Debian keeps programs. */
const folders = ["/usr/sbin", "/usr/bin", "/usr/local/bin", "/sbin", "/bin"];

/** Whether a program is installed. */
export function hasProgram(name: string): boolean {
  return programPath(name) !== undefined;
}

function programPath(name: string): string | undefined {
  return folders.map((folder) => `${folder}/${name}`).find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/** A port of the loopback network that nobody uses now. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}

/** A running one. */
export class Service implements AsyncDisposable {
  private constructor(readonly child: Deno.ChildProcess) {}

  /**
   * Starts it and waits until its port takes connections.
   *
   * @throws {Error} It does not within ten seconds.
   */
  static async start(program: string, args: readonly string[], port: number): Promise<Service> {
    const child = new Deno.Command(programPath(program) ?? program, {
      args: [...args],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const service = new Service(child);
    const end_ms = performance.now() + 10_000;
    while (!await answers(port)) {
      if (performance.now() > end_ms) {
        await service[Symbol.asyncDispose]();
        throw new Error(`${program} does not listen on ${port}`);
      }
      await pause(50);
    }
    return service;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await this.child.status;
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}
