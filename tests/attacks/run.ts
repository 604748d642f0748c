/** `deno task attack`: attacks a node of this or another checkout, prints what came of it, and writes it down. */
import { Command as Program } from "commander";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { attacks } from "./attacks.ts";
import { Lab } from "./measure/lab.ts";
import { measure } from "./measure/measure.ts";
import { ownNetwork } from "./measure/own_network.ts";
import { addToSide, circumstances, readSide, recordUrl, type Side, type SideName } from "./measure/record.ts";
import { columns, figures, page, result } from "./measure/report.ts";
import { trials } from "./trials.ts";

interface Options {
  readonly checkout: string;
  readonly repeats?: number;
  readonly memoryMax: number;
  readonly small?: boolean;
  readonly record?: SideName;
  readonly out: string;
}

const root = new URL("../../", import.meta.url);
const program = new Program("deno task attack")
  .description("Attacks a node on this machine and measures how it stands that. Linux only.")
  .argument("[NAME...]", "which attacks; all by default")
  .option("--checkout <dir>", "the folder whose main.ts is attacked", root.pathname)
  .option("--repeats <n>", "repeats of each attack, instead of its own number", Number)
  .option("--memory-max <mib>", "passed on to nodes that know it", Number, 512)
  .option("--small", "the small variants that run with the tests")
  .option("--record <side>", "before or after: keep the result, and write docs/attacks.md anew")
  .option("--out <file>", "where the result goes without --record", "dist/attacks.json")
  .parse(["deno", "attack", ...Deno.args]);
const options = program.opts<Options>();
const checkout = resolve(options.checkout);
const names = new Set(program.args);
const known = [...attacks, ...trials].map(({ name }) => name);
const unknown = [...names].filter((name) => !known.includes(name));
if (unknown.length > 0) {
  program.error(`There is no attack ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
}
await ownNetwork(import.meta.url);

const wanted = ({ name }: { name: string }) => names.size === 0 || names.has(name);
const url = options.record === undefined ? pathToFileURL(resolve(options.out)) : recordUrl(options.record);
await Deno.mkdir(new URL("./", url), { recursive: true });

console.log(["attack", ...columns.split(" | ")].join(" | "));
for (const attack of attacks.filter(wanted)) {
  const about = circumstances(checkout);
  await using lab = await Lab.open(checkout);
  const measured = await measure(lab, attack, {
    repeats: options.repeats ?? attack.repeats ?? 1,
    small: options.small === true,
    memory_max_mib: options.memoryMax,
  });
  const record = { ...about, memory_max_mib: options.memoryMax, measured };
  console.log([attack.name, ...figures(attack, record)].join(" | "));
  await keep({ attacks: { [attack.name]: record }, trials: {} });
}
for (const trial of trials.filter(wanted)) {
  const about = circumstances(checkout);
  await using lab = await Lab.open(checkout);
  const missing = trial.missing?.();
  const outcome = missing === undefined ? await trial.run(lab) : { missing };
  const record = { ...about, outcome };
  console.log([trial.name, result(record)].join(" | "));
  await keep({ attacks: {}, trials: { [trial.name]: record } });
}

async function keep(side: Side): Promise<void> {
  await addToSide(url, side);
  if (options.record === undefined) return;
  const document = new URL("docs/attacks.md", root);
  const sides = await Promise.all([readSide(recordUrl("before")), readSide(recordUrl("after"))]);
  await Deno.writeTextFile(document, page(...sides as [Side, Side]));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", document.pathname] }).output();
}
