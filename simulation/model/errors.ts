/** How far the model is from runs that it was not fitted to. */
import { connectionsAt } from "./entry_point.ts";
import { drawLinks, meanReach } from "./flood.ts";
import * as measured from "./measured.ts";
import { memoryOf } from "./memory.ts";
import { announcePayload, busiestPayload, fittedSample, idlePayload } from "./traffic.ts";

/** One prediction beside what was measured. */
export interface Prediction {
  readonly figure: string;
  readonly nodes: number | null;
  readonly unit: string;
  readonly predicted: number;
  readonly measured: number;
}

/** How far a prediction is from the run: 0.01 is 1 % too high. */
export function errorOf({ predicted, measured }: Pick<Prediction, "predicted" | "measured">): number {
  return predicted / measured - 1;
}

/** Every prediction for which there is a run. */
export function predictions(): Prediction[] {
  const sample = fittedSample();
  const over = (figure: string, unit: string, runs: readonly measured.Run[], of: (nodes: number) => number) =>
    runs.map(({ nodes, value }) => ({ figure, nodes, unit, predicted: of(nodes), measured: value }));
  const announced = measured.announcements_held_out;
  return [
    ...over("payload, fitted", "B/s", measured.payload_fitted, () => idlePayload(sample)),
    ...over("payload", "B/s", measured.payload_held_out, () => idlePayload(sample)),
    ...over("payload, busiest node", "B/s", measured.busiest_held_out, () => busiestPayload(sample)),
    ...over(
      "payload while one address a second is announced",
      "B/s",
      [announced],
      () => idlePayload(sample) + announcePayload(1),
    ),
    ...over(
      "told by the flood alone",
      "share",
      measured.flood_held_out,
      (nodes) => meanReach(drawLinks(nodes, 1), 1, 1).flood,
    ),
    ...over(
      "connections of one entry point, cold start",
      "",
      measured.connections_held_out,
      (nodes) => connectionsAt((nodes - 3) / 10),
    ),
    {
      figure: "memory with 4,096 rows",
      nodes: null,
      unit: "MiB",
      predicted: memoryOf(measured.memory_held_out.rows, 0),
      measured: measured.memory_held_out.mib,
    },
  ];
}
