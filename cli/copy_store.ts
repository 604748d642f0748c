/** Copies a store: opens both sides, shows how far it is, and says what did not go along. */
import { atSide, CopyFault, copyRows } from "../storage/copy/copy_rows.ts";
import { copyValues } from "../storage/copy/copy_values.ts";
import { openFileSnapshot } from "../storage/copy/file_snapshot.ts";
import { FileTarget } from "../storage/copy/file_target.ts";
import { SnapshotFolder, SnapshotRows } from "../storage/copy/snapshot.ts";
import type { RedisPlace } from "../storage/redis/redis_url.ts";
import type { CopyOptions } from "./copy_options.ts";
import { type CopyResult, tellRest } from "./copy_advice.ts";
import { type CopyEnds, copyEnds, type RedisEnd, sameFailure } from "./copy_ends.ts";
import { copyFailure, stoppedFailure } from "./copy_failure.ts";
import { CopyProgress } from "./copy_progress.ts";
import { exit_codes } from "./exit_codes.ts";
import type { Words } from "./language.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** What the parts of one copy share. */
interface Copy {
  readonly ends: CopyEnds;
  readonly options: CopyOptions;
  readonly folder: SnapshotFolder;
  readonly progress: CopyProgress;
  readonly isStopped: () => boolean;
  readonly opened: DisposableStack;
}

/** Each wait for a server is short, and a second request ends the process. */
const never = new AbortController().signal;

/** FROM, open. */
interface OpenSource {
  readonly id?: () => Promise<string | undefined>;
  /** Reads it; undefined where it was stopped. */
  rows(): Promise<SnapshotRows | undefined>;
  /** What there is to say of it, after it was read. */
  notes(): readonly Words[];
}

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

async function openSource(copy: Copy): Promise<OpenSource> {
  const { from } = copy.ends;
  if (from.kind === "redis") return await openRedisSource(copy, from);
  const rows = copy.opened.use(await openFileSnapshot(from.local, copy.folder));
  return { rows: () => Promise.resolve(rows), notes: () => [] };
}

async function openRedisSource({ folder, opened, progress, isStopped }: Copy, from: RedisEnd) {
  // Its modules are loaded only here: a copy of files needs none of them.
  const { RedisSource } = await import("../storage/copy/redis_source.ts");
  const { withMaster } = await import("../storage/redis/sentinels.ts");
  const { place, net, local, shown } = from;
  const part = { net, node_id: local };
  const source = opened.use(await withMaster(place, never, (master) => RedisSource.open(master, part)));
  const notes: Words[] = await source.knowsNode() ? [] : [{
    en: `${shown} knows of no node ${local}: what it learned by dialling does not go along. See --node-id.`,
    zh: `${shown} 不知道节点 ${local}：它连接时了解到的内容没有复制。参见 --node-id。`,
  }];
  return {
    notes: () => source.note === undefined ? notes : [...notes, source.note],
    id: () => source.id(),
    rows: async () => {
      const told = (done: number, all: number) => progress.told("reading", done, all);
      await source.stage(folder, { isStopped, told });
      return isStopped() ? undefined : opened.use(new SnapshotRows(folder.file, "first_heard_ms, id"));
    },
  };
}

async function openTarget({ ends: { to }, options, opened }: Copy) {
  if (to.kind === "redis") {
    const { RedisTarget } = await import("../storage/copy/redis_target.ts");
    const { withMaster } = await import("../storage/redis/sentinels.ts");
    const { place, net, local } = to;
    const part = { net, node_id: local };
    const open = (master: RedisPlace) => RedisTarget.open(master, part, options.peersMax);
    const rows = opened.use(await withMaster(place, never, open));
    const notes: Words[] = rows.note === undefined ? [] : [rows.note];
    if (await rows.isNodeAlive()) {
      notes.push({
        en:
          `A node ${local} runs there, or did a minute ago. It lists the addresses at once, and reads at its next ` +
          "start which of them answered.",
        zh:
          `节点 ${local} 正在那里运行，或者一分钟前还在运行。它马上就列出这些地址，下次启动时才读到哪些曾经回应过。`,
      });
    }
    const values = () => opened.use(new FileTarget(`${local}.sqlite`, options.peersMax)).store.op_values;
    return { rows, notes, values, id: () => rows.id() };
  }
  const rows = opened.use(new FileTarget(to.local, options.peersMax));
  return { rows, notes: [], values: () => rows.store.op_values, id: undefined };
}

/** Values of a node over Redis lie in a file with its name, in the folder where it runs. */
async function valuesBeside({ ends, opened }: Copy): Promise<SnapshotRows> {
  const folder = opened.use(SnapshotFolder.make());
  return opened.use(await openFileSnapshot(`${ends.from.local}.sqlite`, folder));
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
