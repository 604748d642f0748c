/** What is measured of the page in a real browser: frames, the first answer, and what the first load weighs. */
import type { Browser, Page } from "playwright-core";
import { median } from "./median.ts";
import { type Crowd, servePage } from "./page_stream.ts";

/** Frames of one part of the page, while it is in view. */
export interface FrameResult {
  readonly in_view: string;
  readonly frames_per_s: number;
  readonly frame_median_ms: number;
  readonly frame_p95_ms: number;
  readonly frame_worst_ms: number;
  /** Processor time of the page's main thread; unlike the frames it hardly depends on what else the machine does. */
  readonly main_thread_percent: number;
  /** Rows and events in the page at the end: proof that it was fed. */
  readonly peers_shown: number;
  readonly newest_event: string;
}

const viewport = { width: 1280, height: 800 };

/** Counts frames for so long with each of these sections in view. */
export async function measureFrames(
  browser: Browser,
  crowd: Crowd,
  sections: readonly string[],
  duration_ms: number,
): Promise<FrameResult[]> {
  const server = servePage(crowd);
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    const mainThread = await watchMainThread(page);
    // With the key every row has its buttons.
    await page.goto(`http://localhost:${server.addr.port}/?lang=en#key=${"0".repeat(32)}`);
    await page.locator("#peers tbody tr").nth(crowd.peers - 1).waitFor({ state: "attached" });
    const results: FrameResult[] = [];
    for (const section of sections) {
      await page.evaluate((id) => document.getElementById(id)!.scrollIntoView(), section);
      const before_ms = await mainThread();
      const times_ms = await countFrames(page, duration_ms);
      const main_thread_ms = await mainThread() - before_ms;
      const all_ms = times_ms.reduce((sum, time) => sum + time, 0);
      const sorted = times_ms.toSorted((a, b) => a - b);
      results.push({
        in_view: section,
        frames_per_s: times_ms.length / all_ms * 1000,
        frame_median_ms: median(times_ms),
        frame_p95_ms: sorted[Math.ceil(sorted.length * 0.95) - 1]!,
        frame_worst_ms: sorted.at(-1)!,
        main_thread_percent: main_thread_ms / all_ms * 100,
        peers_shown: await page.locator("#peers tbody tr").count(),
        newest_event: await page.locator("#events .sentence").first().innerText(),
      });
    }
    return results;
  } finally {
    await context.close();
    await server.shutdown();
  }
}

/** Tells the processor time that the page's main thread has used so far, in milliseconds. */
export async function watchMainThread(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")!.value * 1000;
  };
}

/** Milliseconds between one frame and the next. */
export async function countFrames(page: Page, duration_ms: number): Promise<number[]> {
  return await page.evaluate((duration_ms) =>
    new Promise<number[]>((done) => {
      const times_ms: number[] = [];
      let before_ms: number | undefined;
      let began_ms: number | undefined;
      const frame = (now_ms: number) => {
        began_ms ??= now_ms;
        if (before_ms !== undefined) times_ms.push(now_ms - before_ms);
        before_ms = now_ms;
        if (now_ms - began_ms < duration_ms) requestAnimationFrame(frame);
        else done(times_ms);
      };
      requestAnimationFrame(frame);
    }), duration_ms);
}

/** One opening of the page of a real node, with an empty cache. */
export interface OpeningResult {
  /** From the navigation to the first answer on the console's connection. */
  readonly first_answer_ms: number;
  readonly dom_ready_ms: number;
  /** Processor time of the page's main thread until then. */
  readonly main_thread_ms: number;
}

/** Opens the page so often, each time as a stranger to the browser. */
export async function measureOpenings(
  browser: Browser,
  port: number,
  openings: number,
): Promise<OpeningResult[]> {
  const results: OpeningResult[] = [];
  for (let n = 0; n < openings; n++) {
    const context = await browser.newContext({ viewport });
    try {
      results.push(await openOnce(await context.newPage(), port));
    } finally {
      await context.close();
    }
  }
  return results;
}

async function openOnce(page: Page, port: number): Promise<OpeningResult> {
  await page.addInitScript(() => {
    const Original = WebSocket;
    globalThis.WebSocket = class extends Original {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        // Since the navigation: the origin of the page's clock.
        const note = () => Object.assign(globalThis, { first_answer_ms: performance.now() });
        this.addEventListener("message", note, { once: true });
        this.addEventListener("open", () => this.send('{"op":"peers"}'), { once: true });
      }
    };
  });
  const mainThread = await watchMainThread(page);
  await page.goto(`http://localhost:${port}/?lang=en`);
  await page.waitForFunction(() => "first_answer_ms" in globalThis);
  const times = await page.evaluate(() => ({
    first_answer_ms: (globalThis as unknown as { first_answer_ms: number }).first_answer_ms,
    dom_ready_ms: (performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming)
      .domContentLoadedEventEnd,
  }));
  return { ...times, main_thread_ms: await mainThread() };
}

/** Paths that a visitor's browser asks for until the console is connected and nothing more is on its way. */
export async function firstLoad(browser: Browser, port: number): Promise<string[]> {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    const paths: string[] = [];
    page.on("request", (request) => paths.push(new URL(request.url()).pathname));
    await page.goto(`http://localhost:${port}/?lang=en`);
    await page.getByText("Connected to").first().waitFor();
    await page.locator("#network").getByText("this node", { exact: false }).first().waitFor();
    return paths;
  } finally {
    await context.close();
  }
}
