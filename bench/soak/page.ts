/** The page of a soak: its tables in Markdown. */
import { median } from "../median.ts";
import { table } from "../table.ts";
import { faultTables } from "./fault_tables.ts";
import type { MeasuredNode, SoakResult } from "./result.ts";
import { windows } from "./windows.ts";

const window_min = 10;

/** Writes the page. `picture` is the file name of the drawing beside it. */
export function soakPage(result: SoakResult, picture: string): string {
  const { machine, clients, nodes, moments } = result;
  const loads = loadsOf(result);
  const busy = loads.filter((load) => load > machine.cores).length;
  const shares = nodes.reduce((sum, { share }) => sum + share, 0);
  const node_lines = nodes.map(({ name, store, share }) =>
    `- \`${name}\`, over ${store}, ${share} of ${shares} parts of the clients.`
  );
  const gaps = [
    ...result.not_run.map((line) => `Not run: ${line}.`),
    ...result.broken.map((line) => `Broken: ${line}.`),
  ];
  return `# Soak, ${result.began.slice(0, 10)}: ${result.minutes} minutes

\`${machine.command}\`, commit ${machine.commit}, began ${result.began}. ${machine.cpu}, ${machine.cores} cores,
${machine.memory_gib} GiB, Linux ${machine.kernel}, Deno ${machine.deno}. Load average ${
    figure(Math.min(...loads))
  } to ${figure(Math.max(...loads))}, median ${figure(median(loads))}, the soak included.

Measured nodes; all but \`steady\` and \`shared\` are also killed:

${node_lines.join("\n")}

Around them ${result.crowd} nodes, one of which leaves each minute (by turns SIGTERM and SIGKILL) and is back after 30 s.
${clients.lecture} clients hold the lecture's dialogue (\`register\`, \`peers\`, \`time\`, one every two seconds), ${clients.trackers} ask for \`peers\` every
ten, ${clients.pages} read \`GET /events\`. Every ${result.fault_s} seconds a fault comes, by turns.${
    gaps.map((line) => `\n\n**${line}**`).join("")
  }

_/healthz_ is how long \`GET /healthz\` waited at a look, once in ten seconds: the delay of the node's event loop, and the request.

![Memory, descriptors and waits over the time](${picture})

${faultTables(result.happened)}

## Machine

At ${busy} of ${loads.length} looks the load average was above the ${machine.cores} cores: waits are longer then, whatever else ran.

${machineTable(result)}

${nodes.map((node) => nodeSection(moments, node)).join("\n\n")}
`;
}

function loadsOf({ moments }: SoakResult): number[] {
  return moments.map(({ load }) => load).filter((load) => load !== undefined);
}

/** The load beside the memory of Redis, which is no node. */
function machineTable({ moments }: SoakResult): string {
  const windowOf = ({ at_s }: { at_s: number }) => Math.floor(at_s / 60 / window_min) * window_min;
  const groups = Map.groupBy(moments.filter(({ node }) => node === "machine" || node === "redis"), windowOf);
  const rows = [...groups].map(([from_min, looks]) => {
    const loads = looks.map(({ load }) => load).filter((load) => load !== undefined);
    const redis = looks.map(({ use }) => use?.memory_mib).filter((mib) => mib !== undefined);
    return [
      from_min,
      `${figure(median(loads))} (${figure(Math.max(...loads))})`,
      redis.length === 0 ? "" : median(redis).toFixed(0),
    ];
  });
  return table("from minute | load average (most) | memory of Redis, MiB", rows);
}

function nodeSection(moments: SoakResult["moments"], { name, store }: MeasuredNode): string {
  const rows = windows(moments.filter(({ node }) => node === name), window_min).map((one) => [
    one.from_min,
    `${figure(one.memory_mib, 0)} (${figure(one.memory_mib_most, 0)})`,
    figure(one.descriptors),
    one.answers,
    figure(one.p50_ms),
    `${figure(one.p99_ms)} (${figure(one.p99_ms_worst, 0)})`,
    `${figure(one.healthz_ms)} (${figure(one.healthz_ms_worst, 0)})`,
    one.refused,
    one.lost,
    one.wrong,
  ]);
  const head =
    "from minute | memory MiB (most) | descriptors | answers | p50 ms | p99 ms (worst 10 s) | /healthz ms (longest) | refused | lost | wrong";
  return `## ${name} (${store})\n\n${table(head, rows)}`;
}

/** With one decimal; a dash where nothing was seen: the median of nothing is NaN, the least of nothing infinite. */
function figure(value: number, decimals = 1): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : "-";
}
