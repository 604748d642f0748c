/** `simulate SCENARIO`: runs a scenario with one or more seeds, and prints each figure beside its target. */
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { type Report, report } from "./report.ts";
import { scenarios } from "./scenarios/index.ts";

interface Options {
  readonly nodes?: number;
  readonly seed: number;
  readonly seeds?: number;
  readonly lectureShare: number;
  readonly json?: boolean;
}

/**
 * Runs one scenario and prints its figures.
 *
 * @param args Arguments after `simulate`.
 * @returns Exit code: 0 when every target is met, 1 when one is missed, 2 for wrong arguments.
 */
export async function simulate(args: readonly string[]): Promise<number> {
  let code = 0;
  const command = new Command("simulate")
    .description("Run a scenario in a virtual network and compare the figures with the targets.")
    .argument("<scenario>", [...scenarios.keys()].join(", "))
    .option("--nodes <count>", "nodes, instead of the scenario's own number", positive)
    .option("--seed <number>", "first seed; the same seed replays the same run", positive, 1)
    .option("--seeds <count>", "how many seeds, instead of the scenario's own number", positive)
    .option(
      "--lecture-share <share>",
      "let so much of the network, 0 to 0.9, be lecture nodes, started beside the nodes; the targets stay",
      share,
      0,
    )
    .option("--json", "print JSON instead of a table")
    .exitOverride()
    .action(async (name: string, options: Options) => {
      code = await run(name, options);
    });
  try {
    await command.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

async function run(name: string, { nodes, seed, seeds, lectureShare, json }: Options): Promise<number> {
  const scenario = scenarios.get(name);
  if (scenario === undefined) {
    console.error(`There is no scenario "${name}". Known: ${[...scenarios.keys()].join(", ")}.`);
    return 2;
  }
  const result = await report(scenario, {
    nodes: nodes ?? scenario.nodes,
    first_seed: seed,
    seeds: seeds ?? scenario.seeds,
    lecture_share: lectureShare,
    progress: (line) => console.error(line),
  });
  if (json) console.log(JSON.stringify(result, null, 2));
  else print(result);
  return result.pass ? 0 : 1;
}

function print(result: Report): void {
  console.log(`${result.scenario}: ${result.summary}`);
  const beside = result.lecture_share > 0
    ? `, beside them lecture nodes (${readable(result.lecture_share * 100)} % of all)`
    : "";
  console.log(
    `${result.nodes} nodes${beside}, seeds ${result.seeds.join(", ")}, ${result.real_s.toFixed(0)} s`,
  );
  console.table(Object.fromEntries(
    result.figures.map((row) => [row.figure, {
      median: readable(row.median),
      worst: readable(row.worst),
      mean: readable(row.mean),
      unit: row.unit,
      target: row.target,
      verdict: row.verdict,
    }]),
  ));
  for (const { seed, figure } of result.misses) {
    const lectures = result.lecture_share > 0 ? ` --lecture-share ${result.lecture_share}` : "";
    console.log(`MISSED ${figure}: replay with --nodes ${result.nodes}${lectures} --seed ${seed} --seeds 1`);
  }
}

function readable(value: number | null): string {
  return value === null ? "never" : String(Number(value.toPrecision(4)));
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InvalidArgumentError("It must be a whole number from 1.");
  }
  return number;
}

function share(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= 0 && number <= 0.9)) {
    throw new InvalidArgumentError("It must be a number from 0 to 0.9.");
  }
  return number;
}

if (import.meta.main) Deno.exit(await simulate(Deno.args));
