/** Opens the two sides of a copy: a file, or a part of a Redis server. */
import { openFileSnapshot } from "../storage/copy/file_snapshot.ts";
import { FileTarget } from "../storage/copy/file_target.ts";
import { SnapshotFolder, SnapshotRows } from "../storage/copy/snapshot.ts";
import type { RedisPlace } from "../storage/redis/server/redis_url.ts";
import type { CopyEnds, RedisEnd } from "./copy_ends.ts";
import type { CopyOptions } from "./copy_options.ts";
import type { CopyProgress } from "./copy_progress.ts";
import type { Words } from "./language.ts";

/** What the parts of one copy share. */
export interface Copy {
  readonly ends: CopyEnds;
  readonly options: CopyOptions;
  readonly folder: SnapshotFolder;
  readonly progress: CopyProgress;
  readonly isStopped: () => boolean;
  readonly opened: DisposableStack;
}

/** FROM, open. */
export interface OpenSource {
  readonly id?: () => Promise<string | undefined>;
  /** Reads it; undefined where it was stopped. */
  rows(): Promise<SnapshotRows | undefined>;
  /** What there is to say of it, after it was read. */
  notes(): readonly Words[];
}

/** Each wait for a server is short, and a second request ends the process. */
const never = new AbortController().signal;

/** Opens FROM, and finds out whether it can be read. */
export async function openSource(copy: Copy): Promise<OpenSource> {
  const { from } = copy.ends;
  if (from.kind === "redis") return await openRedisSource(copy, from);
  const rows = copy.opened.use(await openFileSnapshot(from.local, copy.folder));
  return { rows: () => Promise.resolve(rows), notes: () => [] };
}

async function openRedisSource({ folder, opened, progress, isStopped }: Copy, from: RedisEnd) {
  // Its modules are loaded only here: a copy of files needs none of them.
  const { RedisSource } = await import("../storage/copy/redis_source.ts");
  const { withMaster } = await import("../storage/redis/sentinel/sentinels.ts");
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

/** Opens TO, or creates the file. */
export async function openTarget({ ends: { to }, options, opened }: Copy) {
  if (to.kind === "redis") {
    const { RedisTarget } = await import("../storage/copy/redis_target.ts");
    const { withMaster } = await import("../storage/redis/sentinel/sentinels.ts");
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
export async function valuesBeside({ ends, opened }: Copy): Promise<SnapshotRows> {
  const folder = opened.use(SnapshotFolder.make());
  return opened.use(await openFileSnapshot(`${ends.from.local}.sqlite`, folder));
}
