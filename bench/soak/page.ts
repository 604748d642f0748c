/** The page of a soak: its tables in Markdown. */
import { median } from "../median.ts";
import { table } from "../table.ts";
import type { Happened, SoakResult } from "./result.ts";
import { acknowledged_each_time } from "./acknowledged.ts";
import { windows } from "./windows.ts";

const window_min = 10;

/** Writes the page. `picture` is the file name of the drawing beside it. */
export function soakPage(result: SoakResult, picture: string): string {
  const { machine, clients, load_average } = result;
  return `# Soak, ${result.began.slice(0, 10)}: ${result.minutes} minutes

\`deno task soak --minutes ${result.minutes}\`, commit ${machine.commit}, began ${result.began}. ${machine.cpu}, ${machine.cores} cores,
${machine.memory_gib} GiB, Linux ${machine.kernel}, Deno ${machine.deno}. Load average ${
    load_average.least.toFixed(1)
  } to ${load_average.most.toFixed(1)}, the soak included.

Two measured nodes: \`steady\` is never killed, \`killed\` is. Around them ${result.crowd} nodes, one of which leaves each minute (by
turns SIGTERM and SIGKILL) and is back after 30 s. ${clients.lecture} clients hold the lecture's dialogue (\`register\`, \`peers\`, \`time\`, one every
two seconds), ${clients.trackers} ask for \`peers\` every ten, ${clients.pages} read \`GET /events\`. Half of them are at each measured node. Every three
minutes a fault comes, by turns.${result.not_run.map((line) => ` Not run: ${line}.`).join("")}

![Memory, descriptors and waits over the time](${picture})

## Faults

_Back_ is from the fault's end until \`GET /healthz\` was answered. _Missing_: of the addresses that were acknowledged just before
each fault, those that were not listed after it.

${faultTable(result.happened)}

${["steady", "killed"].map((node) => nodeSection(result, node)).join("\n\n")}
`;
}

function faultTable(happened: readonly Happened[]): string {
  const kinds = [...Map.groupBy(happened, ({ fault, node }) => `${fault} (${node})`)];
  return table(
    "fault | times | back, median | back, longest | not back in a minute | missing | of",
    kinds.map(([kind, all]) => {
      const back_ms = all.map((one) => one.back_ms).filter((ms) => ms !== undefined);
      return [
        kind,
        all.length,
        `${median(back_ms).toFixed(0)} ms`,
        `${Math.max(...back_ms).toFixed(0)} ms`,
        all.length - back_ms.length,
        all.reduce((sum, { missing }) => sum + (missing ?? 0), 0),
        acknowledged_each_time * all.filter(({ missing }) => missing !== undefined).length,
      ];
    }),
  );
}

function nodeSection({ moments }: SoakResult, node: string): string {
  const rows = windows(moments.filter((moment) => moment.node === node), window_min).map((one) => [
    one.from_min,
    `${one.memory_mib.toFixed(0)} (${one.memory_mib_most.toFixed(0)})`,
    one.descriptors,
    one.answers,
    `${one.p50_ms.toFixed(1)}`,
    `${one.p99_ms.toFixed(1)} (${one.p99_ms_worst.toFixed(0)})`,
    `${one.healthz_ms.toFixed(1)} (${one.healthz_ms_worst.toFixed(0)})`,
    one.refused,
    one.lost,
    one.wrong,
  ]);
  const head =
    "from minute | memory MiB (most) | descriptors | answers | p50 ms | p99 ms (worst 10 s) | /healthz ms (longest) | 503 | lost | wrong";
  return `## ${node}\n\n${table(head, rows)}`;
}
