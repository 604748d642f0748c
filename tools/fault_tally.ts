/** Counts what became of the faults, tells the survivors as they appear, and makes the score. */
import { describe, type Fault } from "./faults.ts";
import { interval } from "./sampling.ts";

/** What became of one fault. `hung`: the tests neither passed nor failed; see `test_runs.ts`. */
export type Verdict = "noticed" | "not noticed" | "hung";

/** What became of the faults so far. */
export class FaultTally {
  readonly survivors: string[] = [];
  /** Those to be tried again, and at the end those that hung again. */
  readonly hung: Fault[] = [];
  tried = 0;
  readonly #start_ms = performance.now();

  constructor(readonly size: number) {}

  note(fault: Fault, verdict: Verdict): void {
    this.tried++;
    this.settle(fault, verdict);
    if (this.tried % 20 === 0 || this.tried === this.size) {
      const each_s = (performance.now() - this.#start_ms) / 1000 / this.tried;
      console.error(
        `${this.tried}/${this.size} tried, ${
          each_s.toFixed(1)
        } s each: ${this.survivors.length} not noticed, ` +
          `${this.hung.length} hung`,
      );
    }
  }

  /** Notes the last word about a fault that was counted already. */
  settle(fault: Fault, verdict: Verdict): void {
    if (verdict === "hung") this.hung.push(fault);
    if (verdict !== "not noticed") return;
    this.survivors.push(describe(fault));
    console.error(`${this.tried}/${this.size} not noticed: ${describe(fault)}`);
  }

  /** The score. A fault with which a test hangs counts as noticed, as is usual, but it is told apart. */
  report(): string {
    const noticed = this.tried - this.survivors.length;
    const percent = (share: number) => (100 * share).toFixed(1);
    const [low, high] = interval(noticed, this.tried);
    return [
      ...this.survivors.toSorted().map((survivor) => `- ${survivor}`),
      ...this.hung.map((fault) => `- hung: ${describe(fault)}`),
      `${noticed} of ${this.tried} faults noticed: ${percent(noticed / this.tried)} % (95 %: ${
        percent(low)
      } to ${percent(high)} %). ${this.hung.length} of these only because a test did not end.`,
    ].join("\n");
  }
}
