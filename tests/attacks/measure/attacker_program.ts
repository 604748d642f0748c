/** The program that runs one attack; its arguments are the attack's name and a plan as JSON. It prints what it sent. */
import { attacks } from "../attacks.ts";
import { pause, Target, type TargetPlan } from "../kit/target.ts";

/** What an attacker tells at its end. */
export interface Sent {
  readonly sent_bytes: number;
  readonly opened: number;
  readonly refused: number;
}

/** So long after its time an attack that still waits for the node is cut off. */
const grace_ms = 500;

const [name, text] = Deno.args;
const plan: TargetPlan = JSON.parse(text!);
const attack = attacks.find((one) => one.name === name);
if (attack === undefined) throw new Error(`There is no attack ${name}`);
const target = new Target(plan);
await Promise.race([attack.run(target), pause(plan.bounds.seconds_max * 1000 + grace_ms)]);
target.close();
const { sent_bytes, opened, refused } = target;
console.log(JSON.stringify({ sent_bytes, opened, refused } satisfies Sent));
Deno.exit();
