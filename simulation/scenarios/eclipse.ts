/**
 * An attacker with many addresses tries to get all connections of one node. Only that node is real; see
 * `lone_victim.ts`.
 */
import type { Target } from "../../discovery/address/group.ts";
import { type Stream, streamOf } from "../random.ts";
import type { Measured, Run, Scenario } from "../scenario.ts";
import { Places } from "../places.ts";
import { mean } from "../statistics.ts";
import { start_ms } from "../world.ts";
import { LoneVictim } from "../lone_victim.ts";

/** Addresses and groups of the attacker, and the largest share of the victim's outbound connections that it may get. */
const settings = [
  { addresses: 4096, groups: 16, share: 0.04 },
  { addresses: 4096, groups: 256, share: 0.26 },
  { addresses: 65536, groups: 1024, share: 0.35 },
] as const;

const name = ({ addresses, groups }: { addresses: number; groups: number }) =>
  `${addresses.toLocaleString("en")} in ${groups.toLocaleString("en")} groups`;

/** Eclipse. */
export const eclipse: Scenario = {
  name: "eclipse",
  summary:
    "24 h of attack on a node with 300 honest tried entries, then a restart; a thousand runs (here: nodes)",
  nodes: 1000,
  seeds: 1,
  small_nodes: 10,
  targets: [
    ...settings.map((setting) => ({
      figure: `${name(setting)}: share`,
      unit: "",
      at_most: setting.share,
      mean: true,
    })),
    ...settings.map((setting) => ({ figure: `${name(setting)}: captured runs`, unit: "", at_most: 0 })),
    ...settings.map((setting) => ({ figure: `${name(setting)}: share of a cold node`, unit: "" })),
  ],
  run: ({ seed, nodes, lecture_share }: Run): Promise<Measured> => {
    const figures: Record<string, number> = {};
    let trace = 0;
    for (const setting of settings) {
      const scene = set(seed, setting, lecture_share);
      const shares: number[] = [];
      const cold: number[] = [];
      for (let run = 0; run < nodes; run++) {
        const result = attack(streamOf(seed * 1_000_003 + run), scene, true);
        shares.push(result.share);
        trace = (trace * 31 + result.trace) | 0;
        if (run % 10 === 0) cold.push(attack(streamOf(seed * 1_000_003 + run), scene, false).share);
      }
      figures[`${name(setting)}: share`] = mean(shares);
      figures[`${name(setting)}: captured runs`] = shares.filter((share) => share === 1).length;
      figures[`${name(setting)}: share of a cold node`] = mean(cold);
    }
    return Promise.resolve({ figures, trace });
  },
};

/** The roles of all addresses. All runs of a setting share them: otherwise a hundred million would be parsed. */
interface Scene {
  readonly places: Places;
  /** One IP in each of the attacker's groups. */
  readonly ips: readonly string[];
  readonly evil: ReadonlySet<string>;
  /** The attacker's addresses, parsed. */
  readonly told: readonly (readonly [Target])[];
  readonly honest: readonly string[];
  /** The honest addresses that are lecture nodes. */
  readonly lectures: ReadonlySet<string>;
}

function set(seed: number, setting: (typeof settings)[number], lecture_share: number): Scene {
  const random = streamOf(seed);
  const places = new Places(random);
  const groups = Array.from({ length: setting.groups }, () => places.group());
  const evil = Array.from(
    { length: setting.addresses },
    (_, index) => `ws://${places.ip(groups[index % groups.length]!)}:9000/ws`,
  );
  const honest = Array.from({ length: 300 }, () => `ws://${places.ip()}:9000/ws`);
  return {
    places,
    ips: groups.map((group) => `${group}.1.1`),
    evil: new Set(evil),
    told: evil.map((addr) => [places.locate(addr)!] as const),
    honest,
    lectures: new Set(honest.slice(0, Math.round(honest.length * lecture_share))),
  };
}

/** One run. A cold node has only heard of the honest addresses; it has reached none before. */
function attack(random: Stream, scene: Scene, is_settled: boolean) {
  const { places, ips, told, honest } = scene;
  const victim = new LoneVictim(random, places, start_ms, scene);
  if (is_settled) victim.remember(honest, start_ms - 7 * 24 * 3600 * 1000);
  else victim.hear(honest);
  for (let hour = 0; hour < 24; hour += 4) {
    victim.flood(told, ips);
    victim.pass(4 * 3600);
  }
  victim.restart();
  victim.pass(120);
  return { share: victim.evilShare(), trace: victim.trace };
}
