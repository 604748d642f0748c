/** What goes wrong during a soak, in turns: one fault every few minutes, each over before the next. */
import type { SmallDisk } from "../../storage/small_disk.ts";
import type { TestRedis } from "../../storage/redis/test_redis.ts";
import type { ChildNode } from "./child_node.ts";

/** One kind of fault. */
export interface Fault {
  readonly name: string;
  /** The nodes that it meets; where there are several, they share a store. */
  readonly nodes: readonly ChildNode[];
  readonly lasts_ms: number;
  begin(): Promise<void> | void;
  /** Settles when what was away is there again, though its nodes may not have noticed. */
  end(): Promise<void> | void;
}

const pause_ms = 10_000;
const full_disk_ms = 30_000;
const away_ms = 5_000;

/** What faults meet. */
export interface Victims {
  /** A node that is never killed, so that its memory can be followed. Its database is on `disk`. */
  readonly steady: ChildNode;
  /** Nodes that are killed and come back. */
  readonly killed: readonly ChildNode[];
  /** Nodes over one Redis. */
  readonly shared: readonly ChildNode[];
  readonly disk?: SmallDisk | undefined;
  readonly redis?: TestRedis | undefined;
}

/** The faults of a soak, as far as there is what they meet. */
export function faults({ steady, killed, shared, disk, redis }: Victims): Fault[] {
  const all: Fault[] = killed.map((node) => ({
    name: "kill -9, back after 5 s",
    nodes: [node],
    lasts_ms: away_ms,
    begin: () => node.end(),
    end: () => node.start(),
  }));
  all.push({
    name: "paused for 10 s",
    nodes: [steady],
    lasts_ms: pause_ms,
    begin: () => steady.signal("SIGSTOP"),
    end: () => steady.signal("SIGCONT"),
  });
  if (redis !== undefined) {
    all.push({
      name: "Redis killed, back after 5 s",
      nodes: shared,
      lasts_ms: away_ms,
      begin: () => redis.kill(),
      end: () => redis.start(),
    });
  }
  if (disk !== undefined) {
    all.push({
      name: "disk full for 30 s",
      nodes: [steady],
      lasts_ms: full_disk_ms,
      begin: () => disk.fill(),
      end: () => disk.free(),
    });
  }
  if (redis !== undefined) {
    all.push({
      name: "Redis paused for 10 s",
      nodes: shared,
      lasts_ms: pause_ms,
      begin: () => redis.signal("SIGSTOP"),
      end: () => redis.signal("SIGCONT"),
    });
  }
  return all;
}
