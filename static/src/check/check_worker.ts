/**
 * The worker that checks a node, in a bundle of its own. In the page itself, a hidden tab would be woken only once a
 * second. A check of three seconds would then take longer than a node gets.
 */
import { runChecks } from "../../../check/run.ts";
import { BrowserWorld } from "./browser_world.ts";
import type { Order, Told } from "./messages.ts";

const tell = (told: Told) => postMessage(told);

async function check(order: Order): Promise<void> {
  const report = await runChecks(new BrowserWorld(order.url), {
    ...order,
    onResult: (result, frames) => tell({ result, frames }),
  });
  tell({ report });
}

// What is reported reaches the page as an error of the worker.
addEventListener("message", ({ data }: MessageEvent<Order>) => void check(data).catch(reportError));
