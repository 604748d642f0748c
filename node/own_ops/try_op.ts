/** Loads one file, and runs its examples and its tick once, without a node or a folder. */
import type { ExampleResult, OwnOpView } from "../../static/live_messages.ts";
import { MemoryOpValues } from "../../storage/memory_op_values.ts";
import { opName } from "./op_names.ts";
import { OwnOp } from "./own_op.ts";

/**
 * Tries a file.
 *
 * @param log Takes what the op logs.
 * @returns The op's state, and the result of its tick.
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
