/** Another program beside the node: started, waited for, ended. */
import { answers, programPath } from "../../test_place.ts";
import { pause } from "./target.ts";

/** Whether a program is installed. */
export function hasProgram(name: string): boolean {
  return programPath(name) !== undefined;
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
