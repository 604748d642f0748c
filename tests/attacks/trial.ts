/** What a trial is: an attack that needs little load and has a yes or no for its result. It starts its own nodes. */
import type { Lab } from "./measure/lab.ts";

/** What came of a trial. */
export interface Outcome {
  /** What the attacker reached, for the table. */
  readonly found: string;
  /** Whether the node withstood all of it. */
  readonly withstood: boolean;
}

/** One trial. */
export interface Trial {
  /** Words with hyphens; `deno task attack NAME` runs it alone. */
  readonly name: string;
  /** What it tries, for the table. */
  readonly tries: string;
  /** Why it can't run here; undefined where it can. */
  readonly missing?: () => string | undefined;
  run(lab: Lab): Promise<Outcome>;
}

/** Identity, but lets a file say what it exports. */
export function trial(declaration: Trial): Trial {
  return declaration;
}
