/** What is left of an attack when it is over: places, descriptors, memory, and the class. */
import { upgradeRequest } from "../../raw_client.ts";
import { foreign_origin, pause } from "../kit/target.ts";
import type { Limits } from "../attack.ts";
import { Tcp } from "../kit/tcp.ts";
import { now_ms } from "./clock.ts";
import { class_size, type Honest } from "./honest.ts";
import type { NodeUnderAttack } from "./node_under_attack.ts";

/** What is left, and after how long all was as before; null where it was not within {@linkcode recovery_s_max}. */
export interface Recovery {
  readonly back_s: number | null;
  /** Places that the attacker still holds; null where the node did not say. */
  readonly places: number | null;
  readonly class_room: number;
  /** Whether a public source that was not there before gets a place. */
  readonly newcomer: boolean;
  /** More descriptors than before. */
  readonly descriptors: number;
  readonly rss_mib: number;
}

/** Places and the class must be back within this. */
export const recovery_s_max = 15;
/** Descriptors that come and go: an honest client's, a file that is being written. */
const descriptors_slack = 8;
/** A newcomer waits so long for its place. */
const newcomer_ms_max = 3_000;
/** The two honest clients. */
const honest_clients = 2;

/**
 * Waits until all is as before, and tells what is left. Null when the process has ended.
 *
 * @param s_min Memory is looked at no sooner.
 */
export async function recovery(
  node: NodeUnderAttack,
  honest: Honest,
  descriptors_before: number,
  { descriptors_max = 0 }: Limits,
  s_min: number,
): Promise<Recovery | null> {
  const began_ms = now_ms();
  const elapsed_s = () => (now_ms() - began_ms) / 1000;
  let back_s: number | null = null;
  for (;;) {
    const held = await node.places();
    const usage = node.usage();
    if (node.exit !== undefined || usage === undefined) return null;
    const places = held === undefined ? null : Math.max(0, held - honest_clients - class_size);
    const descriptors = Math.max(0, (node.descriptors() ?? 0) - descriptors_before - descriptors_slack);
    const { class_room } = honest;
    const back = places === 0 && class_room === class_size && descriptors <= descriptors_max;
    back_s = back ? back_s ?? Math.round(elapsed_s() * 10) / 10 : null;
    const over = elapsed_s() > recovery_s_max || (back && elapsed_s() > s_min);
    if (over) {
      const newcomer = await getsPlace(node.port);
      return { back_s, places, class_room, newcomer, descriptors, rss_mib: Math.round(usage.rss_kib / 1024) };
    }
    await pause(200);
  }
}

/** Whether the node gives a place to a public source that nobody has come from so far. */
async function getsPlace(port: number): Promise<boolean> {
  const tcp = await Tcp.open({ host: "127.0.0.1", port, from: "127.202.0.1" });
  if (tcp === undefined) return false;
  const timer = setTimeout(() => tcp.close(), newcomer_ms_max);
  await tcp.write(upgradeRequest(port, { Origin: foreign_origin }));
  const head = await tcp.readHead();
  clearTimeout(timer);
  tcp.close();
  return head.startsWith("HTTP/1.1 101 ");
}
