/**
 * `deno run --allow-all bench/page.ts`: measures the page in the system's Chromium, and writes the results down.
 * `deno task page` first.
 */
import { Command as Program } from "commander";
import { join } from "node:path";
import { findChromium, withChromium } from "../tests/chromium.ts";
import { Child } from "./child.ts";
import { describeMachine, load, type Machine } from "./machine.ts";
import { median } from "./median.ts";
import {
  firstLoad,
  type FrameResult,
  measureFrames,
  measureOpenings,
  type OpeningResult,
} from "./page_measure.ts";
import { type Crowd } from "./page_stream.ts";
import { type FileWeight, weigh } from "./page_weight.ts";
import { bench_folder, serverCommand } from "./servers.ts";
import { table } from "./table.ts";

/** What the project expects. */
const targets = { frames_per_s: 50, first_answer_ms: 500, gzip_bytes: 60 * 1024 };

const crowd: Crowd = { peers: 200, connected: 24, events_per_s: 50, peers_per_change: 20 };

interface Options {
  readonly seconds: number;
  readonly openings: number;
  readonly out?: string;
}

/** One run. */
interface Report {
  readonly machine: Machine;
  readonly chromium: string;
  readonly crowd: Crowd;
  readonly seconds: number;
  readonly frames: readonly FrameResult[];
  readonly openings: readonly OpeningResult[];
  readonly first_load: readonly FileWeight[];
}

const { seconds, openings, out } = new Program("bench/page.ts")
  .description("Measures the page: frames while 200 peers tell 50 events a second, first answer, bytes.")
  .option("--seconds <n>", "how long frames are counted in each place", Number, 10)
  .option("--openings <n>", "how often the page is opened anew", Number, 15)
  .option("--out <name>", "write NAME.json and NAME.md into bench/results/ instead of printing the page")
  .parse(["deno", "bench/page.ts", ...Deno.args])
  .opts<Options>();

const chromium = findChromium();
if (chromium === undefined) throw new Error("There is no chromium on PATH.");
const command = ["deno run --allow-all bench/page.ts", ...Deno.args].join(" ");
const machine: Machine = { ...describeMachine("bun"), command };
const data = await Deno.makeTempDir({ prefix: "foxchain-bench-" });
// In a process of its own: here it would wait for what drives the browser.
const node = new Child(serverCommand("foxchain", { tools: data, data }));
try {
  const port = Number((await node.line(/ws:\/\/127\.0\.0\.1:(\d+)\/ws/))[1]);
  await withChromium(chromium, async (browser) => {
    // Sections as they stand in the page; the first screen shows console and network together.
    const places = ["console", "peers", "events", "inspector"];
    const frames = await measureFrames(browser, crowd, places, seconds * 1000);
    const opened = await measureOpenings(browser, port, openings);
    machine.load_after = load();
    await write({
      machine,
      chromium: browser.version(),
      crowd,
      seconds,
      frames,
      openings: opened,
      first_load: await weigh(await firstLoad(browser, port)),
    });
  });
} finally {
  await node.stop();
  await Deno.remove(data, { recursive: true });
}

async function write(report: Report): Promise<void> {
  if (out === undefined) return console.log(markdown(report));
  const file = join(bench_folder, "results", out);
  await Deno.writeTextFile(`${file}.json`, JSON.stringify(report, undefined, 1) + "\n");
  await Deno.writeTextFile(`${file}.md`, markdown(report));
}

function markdown(report: Report): string {
  const { machine, chromium, openings, first_load } = report;
  const { cpu, cores, memory_gib, kernel, deno, commit, date, command, load_before, load_after } = machine;
  return `# The page in a browser

${cpu}, ${cores} cores, ${memory_gib} GiB, Linux ${kernel}; Deno ${deno}, Chromium ${chromium}, headless and without a GPU.
Load average ${load_before.toFixed(2)} before, ${
    load_after.toFixed(2)
  } after: above 0.7 something else was running.
Commit ${commit}, ${date}, \`${command}\`.

${expectedSection(report)}
${framesSection(report)}
${answerSection(openings)}
${loadSection(first_load)}`;
}

function expectedSection({ crowd, frames, openings, first_load }: Report): string {
  const answers_ms = openings.map(({ first_answer_ms }) => first_answer_ms);
  const slowest = Math.min(...frames.map(({ frames_per_s }) => frames_per_s));
  const gzip_bytes = gzipBytes(first_load);
  return `## What was expected

${
    table("Expected | Measured | Met", [
      [
        `${crowd.peers} peers, ${crowd.events_per_s} events/s: at least ${targets.frames_per_s} frames/s`,
        `${slowest.toFixed(1)} in the slowest place`,
        met(slowest >= targets.frames_per_s),
      ],
      [
        `page open to first answer: at most ${targets.first_answer_ms} ms`,
        `${Math.round(median(answers_ms))} ms, median of ${openings.length}`,
        met(median(answers_ms) <= targets.first_answer_ms),
      ],
      [
        "first load: at most 60 KiB gzip",
        `${(gzip_bytes / 1024).toFixed(1)} KiB`,
        met(gzip_bytes <= targets.gzip_bytes),
      ],
    ])
  }
`;
}

function framesSection({ crowd, seconds, frames }: Report): string {
  return `## Frames

The page of a made-up node (\`bench/page_stream.ts\`) with ${crowd.peers} peers, ${crowd.connected} of them connected,
that tells ${crowd.events_per_s} events a second and ${crowd.peers_per_change} changed rows four times a second. Frames
are counted for ${seconds} s with each section in view. *Main thread* is the processor time of the page's main thread:
unlike the frames it hardly depends on what else the machine does.

${
    table(
      "In view | Frames/s | Median ms | p95 ms | Worst ms | Main thread | Rows",
      frames.map((one) => [
        one.in_view,
        one.frames_per_s.toFixed(1),
        one.frame_median_ms.toFixed(1),
        one.frame_p95_ms.toFixed(1),
        one.frame_worst_ms.toFixed(1),
        `${one.main_thread_percent.toFixed(0)} %`,
        one.peers_shown,
      ]),
    )
  }
`;
}

function answerSection(openings: Report["openings"]): string {
  const answers_ms = openings.map(({ first_answer_ms }) => first_answer_ms);
  return `## First answer

A real node; each time a new browser context, so that nothing is cached. From the navigation to the answer to \`peers\`,
sent when the console's connection opens: median ${Math.round(median(answers_ms))} ms, fastest
${Math.round(Math.min(...answers_ms))} ms, slowest ${
    Math.round(Math.max(...answers_ms))
  } ms. The page's script had run after
${Math.round(median(openings.map(({ dom_ready_ms }) => dom_ready_ms)))} ms, and the page's main
thread had used ${
    Math.round(median(openings.map(({ main_thread_ms }) => main_thread_ms)))
  } ms of processor time at the
answer (medians).
`;
}

function loadSection(first_load: Report["first_load"]): string {
  return `## First load

Every file of the page that is asked for until the console is connected and the picture is drawn. The node sends them as they are; gzip is what a
compressing proxy would send.

${
    table("File | Bytes | gzip", [
      ...first_load.map(({ path, bytes, gzip_bytes }) => [path, bytes, gzip_bytes]),
      ["in all", first_load.reduce((sum, { bytes }) => sum + bytes, 0), gzipBytes(first_load)],
    ])
  }
`;
}

function gzipBytes(files: Report["first_load"]): number {
  return files.reduce((sum, { gzip_bytes }) => sum + gzip_bytes, 0);
}

function met(yes: boolean): string {
  return yes ? "yes" : "no";
}
