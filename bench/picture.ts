/**
 * `deno run --allow-all bench/picture.ts`: counts the frames of the network's picture in the system's Chromium while messages
 * move, for a class of 60 and for the largest graph. `deno task page` first.
 */
import { Command as Program } from "commander";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { ClassAround } from "../tests/class_around.ts";
import { findChromium, withChromium } from "../tests/chromium.ts";
import { describeMachine, load } from "./machine.ts";
import { median } from "./median.ts";
import { countFrames, watchMainThread } from "./page_measure.ts";
import { bench_folder } from "./servers.ts";
import { table } from "./table.ts";

/** The largest graph: with this node 150. */
const counts = [60, 149];

/** As many as move at a time, again and again: a dot takes 0.9 s. */
const messages = { at_once: 20, pause_ms: 250 };

interface Options {
  readonly seconds: number;
  readonly rounds: number;
  readonly out?: string;
}

interface Result {
  readonly nodes: number;
  readonly place: string;
  readonly lines: number;
  /** Medians of the rounds. */
  readonly dots: number;
  readonly frames_per_s: number;
  readonly slowest_round: number;
  /** Processor time of all of the browser's processes for one frame: hardly depends on what else the machine does. */
  readonly processor_ms: number;
  readonly main_thread_ms: number;
}

const { seconds, rounds, out } = new Program("bench/picture.ts")
  .description("Counts frames of the network's picture while messages move.")
  .option("--seconds <n>", "how long frames are counted each time", Number, 3)
  .option("--rounds <n>", "how often", Number, 5)
  .option("--out <name>", "write NAME.md into bench/results/ instead of printing it")
  .parse(["deno", "bench/picture.ts", ...Deno.args])
  .opts<Options>();

const chromium = findChromium();
if (chromium === undefined) throw new Error("There is no chromium on PATH.");
const machine = describeMachine("bun");
const results: Result[] = [];
let version = "";
await withChromium(chromium, async (browser) => {
  version = browser.version();
  for (const count of counts) results.push(...await measure(browser, count));
});
const report = write();
if (out === undefined) console.log(report);
else await Deno.writeTextFile(join(bench_folder, "results", `${out}.md`), report);

/** In the card beside the console, and with the whole width. */
async function measure(browser: Browser, count: number): Promise<Result[]> {
  await using around = await ClassAround.start(count);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const talk = setInterval(() => around.crowd.talk(messages.at_once), messages.pause_ms);
  try {
    const page = await context.newPage();
    const mainThread = await watchMainThread(page);
    const processor = await watchProcessor(browser);
    await page.goto(around.link);
    const panel = page.locator("#network");
    await panel.locator(".node").nth(count).waitFor();
    const measured: Result[] = [];
    for (const place of ["beside the console", "whole width"]) {
      if (place === "whole width") {
        await panel.locator(".zoom button").last().click();
        await page.evaluate(() => document.querySelector("#network")!.scrollIntoView());
      }
      const taken: Omit<Result, "nodes" | "place" | "lines" | "slowest_round">[] = [];
      for (let round = 0; round < rounds; round++) {
        const before_ms = { main: await mainThread(), all: await processor() };
        const times_ms = await countFrames(page, seconds * 1000);
        const all_ms = times_ms.reduce((sum, time) => sum + time, 0);
        taken.push({
          dots: await panel.locator(".dots g[visibility=visible]").count(),
          frames_per_s: times_ms.length / all_ms * 1000,
          processor_ms: (await processor() - before_ms.all) / times_ms.length,
          main_thread_ms: (await mainThread() - before_ms.main) / times_ms.length,
        });
      }
      measured.push({
        nodes: count + 1,
        place,
        lines: await panel.locator(".graph line").count(),
        dots: median(taken.map(({ dots }) => dots)),
        frames_per_s: median(taken.map(({ frames_per_s }) => frames_per_s)),
        slowest_round: Math.min(...taken.map(({ frames_per_s }) => frames_per_s)),
        processor_ms: median(taken.map(({ processor_ms }) => processor_ms)),
        main_thread_ms: median(taken.map(({ main_thread_ms }) => main_thread_ms)),
      });
    }
    return measured;
  } finally {
    clearInterval(talk);
    await context.close();
  }
}

/** Tells the processor time that the browser's processes have used so far, in milliseconds. */
async function watchProcessor(browser: Browser): Promise<() => Promise<number>> {
  const session = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0) * 1000;
  };
}

function write(): string {
  const rows = results.map((result) => [
    String(result.nodes),
    result.place,
    String(result.lines),
    String(result.dots),
    result.frames_per_s.toFixed(1),
    result.slowest_round.toFixed(1),
    result.processor_ms.toFixed(1),
    result.main_thread_ms.toFixed(1),
  ]);
  return `# Frames of the network's picture

${machine.cpu}, ${machine.cores} cores, ${machine.memory_gib} GiB, Linux ${machine.kernel}; Deno ${machine.deno}, Chromium
${version}, headless and without a GPU. Load average ${machine.load_before.toFixed(2)} before, ${
    load().toFixed(2)
  } after:
above 0.7 something else was running. Commit ${machine.commit}, ${machine.date},
\`deno run --allow-all bench/picture.ts ${Deno.args.join(" ")}\`.

A node of the command line with a class around it (\`tests/class_around.ts\`): 60 of the nodes are connected with it, the others
are known. ${messages.at_once} messages pass every ${messages.pause_ms} ms. Frames are counted for ${seconds} s, ${rounds} times
each, in a window of 1280 x 800: medians, and the slowest round. *Dots* are the messages that moved at the end of a round.
*Processor* is the time that all processes of the browser used for a frame, *main thread* the page's part of it: unlike the
frames they hardly depend on what else the machine does. Two cores have 33 ms for each of 60 frames a second.

${table("Nodes | Picture | Lines | Dots | Frames/s | Slowest | Processor ms | Main thread ms", rows)}
`;
}
