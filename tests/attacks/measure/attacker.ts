/** Runs an attack in a process of its own, so that it takes no time from those who measure. */
import type { Attack } from "../attack.ts";
import type { TargetPlan } from "../kit/target.ts";
import type { Sent } from "./attacker_program.ts";

/** Starts an attack. */
export function startAttacker(
  { name }: Attack,
  plan: TargetPlan,
): { sent: Promise<Sent | undefined>; kill(): void } {
  const program = new URL("attacker_program.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", program, name, JSON.stringify(plan)],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const sent = child.output().then(({ code, stdout }) =>
    code === 0 ? JSON.parse(new TextDecoder().decode(stdout)) as Sent : undefined
  );
  return {
    sent,
    kill() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended by itself.
      }
    },
  };
}
