/** Holds what larger networks are said to cost to the model: each table, formula value and figure, in both languages. */
import assert from "node:assert/strict";
import * as limits from "../discovery/limits.ts";
import { clients_max } from "../node/limits.ts";
import { places } from "../simulation/model/entry_point.ts";
import { row_mib } from "../simulation/model/memory.ts";
import { scalePage } from "../simulation/model/page.ts";
import * as measured from "../simulation/model/measured.ts";
import { formulas } from "../simulation/model/symbols.ts";
import { costsOf, floodedUpTo, usual_lifetime_s } from "../simulation/model/table.ts";
import { fittedSample, idlePayload } from "../simulation/model/traffic.ts";
import { deno } from "../tools/deno.ts";
import { readDocument } from "./markdown.ts";

for (const [language, path] of [["en", "docs/scale.md"], ["zh", "docs/scale.zh-CN.md"]] as const) {
  Deno.test(`${path} is what deno task scale writes`, async () => {
    const file = await Deno.makeTempFile({ suffix: ".md" });
    await Deno.writeTextFile(file, scalePage(language));
    await deno(["fmt", "--quiet", "--config", "deno.json", file], { quiet: true });
    const written = await Deno.readTextFile(file);
    await Deno.remove(file);
    assert.equal(readDocument(path), written, "run: deno task scale");
  });
}

Deno.test("an entry point of the model has the places of a real one", () => {
  assert.equal(places, clients_max);
});

Deno.test("the formulas give what the model says, worked out from the limits that they name", () => {
  const costs = costsOf({ nodes: 10_000, lifetime_s: usual_lifetime_s });
  const values: Record<string, number> = {
    ...{ N: 10_000, L: 24 * 3600, D: limits.outbound_default, I: limits.inbound_max, s: costs.told_by_flood },
    ...{ T: limits.sample_ms / 1000, F: limits.feeler_ms / 1000, R: limits.redial_ms / 1000 },
    ...{ f: limits.announce_fanout, r: limits.spread_rate.per_second, W: limits.announce_ms / 1000 },
    ...{ B: limits.heard_max + limits.tried_max, H: limits.served_s, C: clients_max, u: 0.48 },
    ...{ t: 0.32 + (limits.dial_timeout_ms + limits.overflow_linger_ms) / 1000, b: fittedSample() },
    ...{ e: 300, a: 135, w: measured.wire_beside_payload, x: 98, m: 31.8, v: measured.visit_cpu_us / 1e6 },
    ...{ k: row_mib, c: 40 / 1024 },
  };
  const heard = costs.announced_per_second * costs.told_by_flood;
  const given = formulas.flatMap(([, formula]) => evaluated(formula, values));
  assert.deepEqual(
    given.map(toThreeDigits),
    [
      ...[costs.joins_per_second, costs.announced_per_second],
      ...[heard, Math.min(heard, limits.spread_rate.per_second)],
      ...[idlePayload(fittedSample()), costs.payload, costs.wire, costs.network_wire, costs.memory],
      ...[costs.entry_payload, costs.entry_connections, costs.entry_memory, costs.entry_processor_share],
      ...[10_000 / costs.cold_start_s, costs.cold_start_s, floodedUpTo(usual_lifetime_s)],
      ...[costs.known_share, costs.listed_share],
    ].map(toThreeDigits),
  );
});

/** The results of a line of formulas, in order. A formula with a name is known to those after it. */
function evaluated(line: string, values: Record<string, number>): number[] {
  return line.replaceAll("1,000", "1000").split(/, (?![^(]*\))/).map((part) => {
    const [, name, formula] = /^(?:(\w) = )?(.*)$/.exec(part)!;
    const code = formula!.replaceAll("×", "*").replaceAll("min(", "Math.min(");
    const result: number = new Function(...Object.keys(values), `return ${code}`)(...Object.values(values));
    if (name !== undefined) values[name] = result;
    return result;
  });
}

function toThreeDigits(value: number): string {
  return value.toPrecision(3);
}
