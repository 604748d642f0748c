/** Runs the rounds of every scenario: the servers take turns, so that a slow minute of the machine hits all alike. */
import { median, medianOf } from "./median.ts";
import { measureRound, type Round, type Setup } from "./measure.ts";
import { connection_counts, type Scenario } from "./scenarios.ts";
import type { ServerName } from "./servers.ts";

/** Figures of one server in one scenario. */
export interface Figures {
  readonly server: ServerName;
  readonly median: Round;
  /** Ours to this server's requests per second: the median of the ratios of each round. */
  readonly ratio: number;
  /** This server's processor time per request to ours: over 1 where ours costs less. */
  readonly cpu_ratio: number;
  readonly rounds: readonly Round[];
}

/** All figures of one scenario. */
export interface ScenarioResult {
  readonly scenario: string;
  readonly connections: number;
  /** Measured on a Redis server. */
  readonly redis?: true;
  readonly figures: readonly Figures[];
}

/**
 * Measures scenarios one after the other.
 *
 * @param only Servers that are measured.
 * @param tell Called with a line about each finished scenario.
 */
export async function runScenarios(
  scenarios: readonly Scenario[],
  only: readonly ServerName[],
  rounds: number,
  setup: Setup,
  tell: (line: string) => void,
): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    const servers = scenario.servers.filter((name) => only.includes(name));
    for (const connections of connection_counts) {
      const measured = new Map<ServerName, Round[]>(servers.map((name) => [name, []]));
      for (let round = 0; round < rounds; round++) {
        for (const name of turn(servers, round)) {
          measured.get(name)!.push(await measureRound(name, scenario, connections, setup));
        }
      }
      const figures = servers.map((server) => figuresOf(server, measured));
      const { name, redis } = scenario;
      results.push({ scenario: name, connections, ...(redis && { redis }), figures });
      tell(`${scenario.name}, ${connections} connections: ${figures.map(brief).join(", ")}`);
    }
  }
  return results;
}

/** Another server begins each round. */
function turn<T>(list: readonly T[], by: number): T[] {
  const first = by % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}

function figuresOf(server: ServerName, measured: ReadonlyMap<ServerName, readonly Round[]>): Figures {
  const rounds = measured.get(server)!;
  const ours = measured.get("foxchain")!;
  const ratio = median(rounds.map(({ requests_per_s }, n) => ours[n]!.requests_per_s / requests_per_s));
  const cpu_ratio = median(rounds.map(({ cpu_us }, n) => cpu_us / ours[n]!.cpu_us));
  return { server, median: medianOf(rounds), ratio, cpu_ratio, rounds };
}

function brief({ server, median }: Figures): string {
  return `${server} ${Math.round(median.requests_per_s)}/s`;
}
