/** How far the model is from runs that it was not fitted to. */
import type { Words } from "../../discovery/words.ts";
import { connectionsAt } from "./entry_point.ts";
import { drawLinks, meanReach } from "./flood.ts";
import * as measured from "./measured.ts";
import { memoryOf } from "./memory.ts";
import { announcePayload, busiestPayload, fittedSample, idlePayload } from "./traffic.ts";

/** One prediction beside what was measured. */
export interface Prediction {
  readonly figure: Words;
  readonly nodes: number | null;
  readonly unit: string;
  readonly predicted: number;
  readonly measured: number;
}

/** How far a prediction is from the run: 0.01 is 1 % too high. */
export function errorOf({ predicted, measured }: Pick<Prediction, "predicted" | "measured">): number {
  return predicted / measured - 1;
}

let known: readonly Prediction[] | undefined;

/** Every prediction for which there is a run. Worked out once: the floods take seconds. */
export function predictions(): readonly Prediction[] {
  return known ??= predict();
}

function predict(): Prediction[] {
  const sample = fittedSample();
  const over = (figure: Words, unit: string, runs: readonly measured.Run[], of: (nodes: number) => number) =>
    runs.map(({ nodes, value }) => ({ figure, nodes, unit, predicted: of(nodes), measured: value }));
  const announced = measured.announcements_held_out;
  return [
    ...over(
      { en: "payload, fitted", zh: "载荷，拟合" },
      "B/s",
      measured.payload_fitted,
      () => idlePayload(sample),
    ),
    ...over({ en: "payload", zh: "载荷" }, "B/s", measured.payload_held_out, () => idlePayload(sample)),
    ...over(
      { en: "payload, busiest node", zh: "载荷，最忙的节点" },
      "B/s",
      measured.busiest_held_out,
      () => busiestPayload(sample),
    ),
    ...over(
      { en: "payload while one address a second is announced", zh: "每秒宣告一个地址时的载荷" },
      "B/s",
      [announced],
      () => idlePayload(sample) + announcePayload(1),
    ),
    ...over(
      { en: "told by the flood alone", zh: "只靠泛洪告诉到的" },
      "share",
      measured.flood_held_out,
      (nodes) => meanReach(drawLinks(nodes, 1), 1, 1).flood,
    ),
    ...over(
      { en: "connections of one entry point, cold start", zh: "一个入口的连接数，冷启动" },
      "",
      measured.connections_held_out,
      (nodes) => connectionsAt((nodes - 3) / 10),
    ),
    {
      figure: { en: "memory with 4,096 rows", zh: "4,096 行时的内存" },
      nodes: null,
      unit: "MiB",
      predicted: memoryOf(measured.memory_held_out.rows, 0),
      measured: measured.memory_held_out.mib,
    },
  ];
}
