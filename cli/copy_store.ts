/** Copies a store: takes it from beginning to end, shows how far it is, and says what did not go along. */
import { atSide, CopyFault, copyRows } from "../storage/copy/copy_rows.ts";
import { copyValues } from "../storage/copy/copy_values.ts";
import { SnapshotFolder } from "../storage/copy/snapshot.ts";
import type { CopyOptions } from "./copy_options.ts";
import { type CopyResult, tellRest } from "./copy_advice.ts";
import { type CopyEnds, copyEnds, sameFailure } from "./copy_ends.ts";
import { copyFailure, stoppedFailure } from "./copy_failure.ts";
import { type Copy, openSource, openTarget, valuesBeside } from "./copy_open.ts";
import { CopyProgress } from "./copy_progress.ts";
import { exit_codes } from "./exit_codes.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Copies until all is done, or a person stops it.
 *
 * @param from As the command line names it. It may hold a password.
 * @throws {Failure} `usage`, `unavailable` or `interrupted`.
 */
export async function copyStore(
  from: string,
  to: string,
  options: CopyOptions,
  terminal: Terminal,
  output: Output,
): Promise<void> {
  const ends = copyEnds(from, to, options, terminal);
  const progress = new CopyProgress(terminal, output);
  let result: CopyResult;
  try {
    result = await watched({ ends, options, progress }, terminal);
  } catch (error) {
    throw error instanceof CopyFault ? copyFailure(error, ends, options) : error;
  } finally {
    progress.end();
  }
  const { added, updated, done, unfit } = result.counts;
  const already = done - added - unfit;
  if (options.json) {
    output.data(JSON.stringify({
      ...{ from: ends.from.shown, to: ends.to.shown, copied: added, already, updated },
      ...(options.values ? { values: result.values } : {}),
    }));
  } else {
    output.data(
      updated === 0
        ? {
          en: `Copied ${added} addresses, ${already} were there already.`,
          zh: `复制了 ${added} 个地址，${already} 个原来就有。`,
        }
        : {
          en:
            `Copied ${added} addresses, ${already} were there already, and ${updated} of these are newer now.`,
          zh: `复制了 ${added} 个地址，${already} 个原来就有，其中 ${updated} 个更新了。`,
        },
    );
  }
  tellRest(result, ends, options, output);
}

/** The first request ends the copy after the piece of now, a second one at once. */
async function watched(
  { ends, options, progress }: Pick<Copy, "ends" | "options" | "progress">,
  terminal: Terminal,
): Promise<CopyResult> {
  using opened = new DisposableStack();
  const folder = opened.use(await atSide("from", () => SnapshotFolder.make()));
  let is_stopped = false;
  opened.defer(terminal.onStopRequest(() => {
    if (is_stopped) {
      folder.removeAtOnce();
      terminal.exit(exit_codes.interrupted);
    }
    is_stopped = true;
  }));
  return await copyAll({ ends, options, progress, folder, opened, isStopped: () => is_stopped });
}

async function copyAll(copy: Copy): Promise<CopyResult> {
  const { ends, options, progress, isStopped, opened } = copy;
  const source = await atSide("from", () => openSource(copy));
  if (isStopped()) throw stoppedFailure(undefined);
  const target = await atSide("to", () => openTarget(copy));
  if (
    source.id !== undefined && target.id !== undefined && await areSame(copy.ends, [source.id, target.id])
  ) {
    throw sameFailure(ends);
  }
  const rows = await atSide("from", () => source.rows());
  if (rows === undefined || isStopped()) throw stoppedFailure(undefined);
  const counts = await copyRows(rows, target.rows, {
    isStopped,
    told: ({ done, all }) => progress.told("copying", done, all),
  });
  if (counts.done < counts.all) throw stoppedFailure(counts);
  let values = 0;
  if (options.values) {
    const from = ends.from.kind === "file" ? rows : await atSide("from", () => valuesBeside(copy));
    const to = target.values();
    values = await atSide("to", () => copyValues(from.values(), to, isStopped), counts);
    if (isStopped()) throw stoppedFailure(counts);
  }
  const values_left = ends.from.kind === "file" && !options.values ? rows.values_count : 0;
  opened.dispose();
  return { counts, values, values_left, notes: [...source.notes(), ...target.notes] };
}

type Id = () => Promise<string | undefined>;

/** Whether both are one part of one server, under whatever names. */
async function areSame({ from, to }: CopyEnds, [fromId, toId]: readonly [Id, Id]): Promise<boolean> {
  if (from.kind !== "redis" || to.kind !== "redis") return false;
  const is_same_part = from.place.database === to.place.database && from.net === to.net &&
    from.local === to.local;
  if (!is_same_part) return false;
  const [one, other] = [await atSide("from", fromId), await atSide("to", toId)];
  return one === undefined || other === undefined ? from.shown === to.shown : one === other;
}
