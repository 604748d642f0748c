/** Measures one attack: starts a node, lets honest clients in, attacks it again and again, and looks what is left. */
import type { Attack } from "../attack.ts";
import type { Bounds } from "../kit/bounds.ts";
import { pause } from "../kit/target.ts";
import { startAttacker } from "./attacker.ts";
import { now_ms } from "./clock.ts";
import { class_size, Honest, type Service } from "./honest.ts";
import type { Lab } from "./lab.ts";
import type { NodeUnderAttack } from "./node_under_attack.ts";
import { type Recovery, recovery } from "./recovery.ts";
import { Sampler, settled_ms } from "./sampler.ts";

/** How an attack is measured. */
export interface MeasureOptions {
  readonly repeats: number;
  readonly small: boolean;
  readonly memory_max_mib: number;
}

/** One repeat. */
export interface Repeat {
  readonly seconds: number;
  readonly sent_mib: number;
  readonly opened: number;
  readonly refused: number;
  /** The attack was ended from outside, since the node's memory went past {@linkcode rss_mib_cut}. */
  readonly cut: boolean;
  readonly peak_mib: number;
  /** The node's processor time after the first two seconds, in percent of a core; null of a shorter attack. */
  readonly cpu_percent: number | null;
  /** Services of the honest clients; the longest wait also covers the time until the next repeat. */
  readonly local: Service;
  readonly public: Service;
  /** The public client's after the first two seconds of the attack: a limit needs a moment to act. */
  readonly settled_p99_ms: number | null;
}

/** What a measurement found. */
export interface Measured {
  readonly repeats: readonly Repeat[];
  /** What ended the process, and in which repeat; null where it lived. */
  readonly died: { readonly repeat: number; readonly code: number; readonly signal: string | null } | null;
  /** The node, and what the public client saw of it, before the first attack. */
  readonly before: { readonly rss_mib: number; readonly descriptors: number; readonly public: Service };
  /** Null where the process had ended. */
  readonly after: Recovery | null;
}

/** The machine is shared: an attack is ended where the node takes more. */
export const rss_mib_cut = 3_072;
/** So long the node is watched before it is attacked. */
const calm_pause_ms = 1_000;
const calm_small_ms = 300;
/** Memory is looked at no sooner after the last attack. */
const memory_s = 3;
/** Pause between two repeats, in which a well-behaved client must be answered again. */
const between_ms = 1_500;

/** Runs it. */
export async function measure(lab: Lab, attack: Attack, options: MeasureOptions): Promise<Measured> {
  const node = await lab.start({ ...attack.node, memory_max_mib: options.memory_max_mib });
  await using honest = new Honest(node.port);
  await classIsIn(honest, node);
  const calm_ms = now_ms();
  await pause(options.small ? calm_small_ms : calm_pause_ms);
  const before = {
    rss_mib: Math.round(node.usage()!.rss_kib / 1024),
    descriptors: node.descriptors()!,
    public: honest.service("public", calm_ms, now_ms()),
  };
  const stretches: Stretch[] = [];
  for (let repeat = 0; repeat < options.repeats && node.exit === undefined; repeat++) {
    stretches.push(await attackOnce(node, attack, options, repeat));
    if (node.exit === undefined && repeat < options.repeats - 1) await pause(between_ms);
  }
  const after = await recovery(
    node,
    honest,
    before.descriptors,
    attack.limits ?? {},
    options.small ? 0 : memory_s,
  );
  // The waits of those who are still waiting are counted until now.
  const end_ms = now_ms();
  await honest.end();
  const repeats = stretches.map(({ from_ms, to_ms, figures }, index) => {
    const next_ms = stretches[index + 1]?.from_ms ?? end_ms;
    const settled = honest.service("public", from_ms + settled_ms, to_ms);
    const settled_p99_ms = settled.asked === 0 ? null : settled.p99_ms;
    return { ...figures, local: service("local"), public: service("public"), settled_p99_ms };

    function service(client: "local" | "public"): Service {
      const { longest_ms } = honest.service(client, from_ms, next_ms);
      return { ...honest.service(client, from_ms, to_ms), longest_ms };
    }
  });
  const { exit } = node;
  return { repeats, died: exit === undefined ? null : { repeat: stretches.length, ...exit }, before, after };
}

/** One attack and when it ran. */
interface Stretch {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly figures: Omit<Repeat, "local" | "public" | "settled_p99_ms">;
}

async function attackOnce(
  node: NodeUnderAttack,
  attack: Attack,
  { small }: MeasureOptions,
  repeat: number,
): Promise<Stretch> {
  const bounds: Bounds = small ? attack.small ?? attack.bounds : attack.bounds;
  const moving = attack.moving === true;
  const attacker = startAttacker(attack, {
    host: "127.0.0.1",
    port: node.port,
    small,
    repeat,
    moving,
    bounds,
  });
  const sampler = new Sampler(node, () => attacker.kill(), rss_mib_cut);
  const from_ms = now_ms();
  const sent = await attacker.sent;
  const to_ms = now_ms();
  // A node that ran out of something may need a moment to end.
  await pause(100);
  const { peak_mib, cpu_percent, cut } = sampler.end();
  const figures = {
    seconds: Math.round((to_ms - from_ms) / 100) / 10,
    sent_mib: Math.round((sent?.sent_bytes ?? 0) / 1024 / 1024),
    opened: sent?.opened ?? 0,
    refused: sent?.refused ?? 0,
    cut,
    peak_mib,
    cpu_percent,
  };
  return { from_ms, to_ms, figures };
}

async function classIsIn(honest: Honest, node: NodeUnderAttack): Promise<void> {
  const end_ms = now_ms() + 20_000;
  while (honest.class_room < class_size) {
    if (now_ms() > end_ms) throw new Error(`Only ${honest.class_room} of the class came in: ${node.log()}`);
    await pause(50);
  }
}
