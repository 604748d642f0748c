/** Loads one file, runs its examples and once its tick, without a node and without a folder. */
import type { ExampleResult, OwnOpView } from "../../static/live_messages.ts";
import { MemoryOpValues } from "../../storage/memory_op_values.ts";
import { opName } from "./op_names.ts";
import { OwnOp } from "./own_op.ts";

/**
 * Tries a file.
 *
 * @param log Takes what the op logs.
 * @returns What became of it.
 */
export async function tryOp(
  file: string,
  text: string,
  log: (line: string) => void,
): Promise<{ readonly view: OwnOpView; readonly tick?: ExampleResult }> {
  const op = new OwnOp(opName(file), file, text, {
    reach: { values: new MemoryOpValues(), peers: () => [] },
    log,
    failed() {},
    changed() {},
    lost() {},
  });
  try {
    await op.loaded;
    const tick = await op.tryTick();
    return { view: op.view, tick };
  } finally {
    await op.end();
  }
}
