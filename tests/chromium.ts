/** Finds the system's Chromium and drives it for the page's tests. It does not download a browser. */
import { type Browser, chromium } from "playwright-core";
import { killProcess } from "./kill_process.ts";
import { programPath } from "./test_place.ts";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  // No other host can be reached, even by mistake: the page must do without.
  // fox.test is this machine under a name that a browser does not trust, as it does not trust an address in the LAN.
  "--host-resolver-rules=MAP fox.test 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
];

/** The first Chromium on PATH, or undefined. */
export function findChromium(): string | undefined {
  return ["chromium", "chromium-browser", "google-chrome"].map(programPath).find((path) =>
    path !== undefined
  );
}

/**
 * Starts a browser, hands it to the work, and ends it whatever happens. The process is started here and not by
 * playwright, so that it is certainly gone, with its profile, when this returns.
 *
 * @param preferences What a person set in the browser, as its profile holds it.
 */
export async function withChromium(
  path: string,
  work: (browser: Browser, debugging_port: number) => Promise<void>,
  preferences: object = {},
): Promise<void> {
  const profile = await Deno.makeTempDir({ prefix: "foxchain_chromium_" });
  await Deno.mkdir(`${profile}/Default`);
  await Deno.writeTextFile(`${profile}/Default/Preferences`, JSON.stringify(preferences));
  const process = new Deno.Command(path, {
    args: [...flags, `--user-data-dir=${profile}`, "--remote-debugging-port=0", "about:blank"],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const [for_address, for_the_end] = process.stderr.tee();
  const drained = for_the_end.pipeTo(new WritableStream());
  try {
    const address = await debuggingAddress(for_address);
    const browser = await chromium.connectOverCDP(address);
    try {
      await work(browser, Number(new URL(address).port));
    } finally {
      await browser.close(); // only lets go of it
    }
  } finally {
    killProcess(process, "SIGTERM");
    await Promise.all([process.status, drained]);
    await Deno.remove(profile, { recursive: true });
  }
}

async function debuggingAddress(stderr: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let told = "";
  for await (const part of stderr.pipeThrough(new TextDecoderStream())) {
    told += part;
    const address = told.match(/DevTools listening on (ws:\S+)/)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`Chromium did not start: ${told}`);
}
