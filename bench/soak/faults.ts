/** What goes wrong during a soak, in turns: one fault every few minutes, each over before the next. */
import { setTimeout as delay } from "node:timers/promises";
import type { ChildNode } from "./child_node.ts";
import type { SmallDisk } from "../../storage/small_disk.ts";

/** One kind of fault. */
export interface Fault {
  readonly name: string;
  /** The node that it meets. */
  readonly node: ChildNode;
  /** Brings the fault about and ends it. */
  run(): Promise<void>;
}

const pause_ms = 10_000;
const full_disk_ms = 30_000;
const away_ms = 5_000;

/**
 * The faults of a soak.
 *
 * @param steady A node that is never killed, so that its memory can be followed. Its database is on `disk`.
 * @param killed A node that is killed and comes back.
 */
export function faults(steady: ChildNode, killed: ChildNode, disk: SmallDisk | undefined): Fault[] {
  const all: Fault[] = [
    {
      name: "kill -9, back after 5 s",
      node: killed,
      async run() {
        await killed.end();
        await delay(away_ms);
        killed.start();
      },
    },
    {
      name: "paused for 10 s",
      node: steady,
      async run() {
        steady.signal("SIGSTOP");
        await delay(pause_ms);
        steady.signal("SIGCONT");
      },
    },
  ];
  if (disk === undefined) return all;
  return [...all, {
    name: "disk full for 30 s",
    node: steady,
    async run() {
      disk.fill();
      await delay(full_disk_ms);
      disk.free();
    },
  }];
}
