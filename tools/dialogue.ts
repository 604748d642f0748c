/** Starts a finished foxchain in an empty folder and runs the lecture's dialogue with it, as a student would. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { runScript } from "./script.ts";

/** How long the whole dialogue may take; a virus scanner may look at a new executable for a while. */
const dialogue_timeout_ms = 60_000;

/** The lecture's three screenshots: what is sent, and the whole answer. */
const lecture: readonly [request: unknown, answer: unknown][] = [
  [{ op: "peers" }, { status: 200, error: "OK", response: { peers: [] } }],
  [{ op: "register", args: { addr: "ws://localhost:9000/ws" } }, { status: 202, error: "Accepted" }],
  [{ op: "peers" }, { status: 200, error: "OK", response: { peers: ["ws://localhost:9000/ws"] } }],
];

/**
 * Runs the dialogue, fetches the page and what it needs, asks for the time, and stops the program.
 *
 * @param program Program and arguments; node options are added.
 * @param env Variables beside this process's own.
 * @throws {AssertionError} An answer differs.
 * @throws {Error} The program ended or fell silent.
 */
export async function dialogue(program: readonly string[], env: Record<string, string> = {}): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_dialogue_" });
  const [name, ...args] = program;
  const child = new Deno.Command(name!, {
    args: [...args, "--host", "127.0.0.1", "--port", "0", "--db", "p.sqlite", "--log", "json"],
    cwd: folder,
    env,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const time_out = setTimeout(() => child.kill("SIGKILL"), dialogue_timeout_ms);
  try {
    const log = child.stderr.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    const port = await portOf(log);
    const logging = drain(log);
    await talk(port);
    await look(`http://127.0.0.1:${port}`);
    // Windows has no SIGTERM; there the program is killed.
    child.kill(Deno.build.os === "windows" ? "SIGKILL" : "SIGTERM");
    const { code } = await child.status;
    await logging;
    if (Deno.build.os !== "windows") assert.equal(code, 0);
    assert.ok((await Deno.stat(`${folder}/p.sqlite`)).size > 0);
  } finally {
    clearTimeout(time_out);
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await child.status;
    await Deno.remove(folder, { recursive: true });
  }
}

async function portOf(log: AsyncIterator<string>): Promise<number> {
  let text = "";
  for (let next = await log.next(); !next.done; next = await log.next()) {
    text += next.value;
    const port = /"port":(\d+),/.exec(text)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error(`The program ended before it listened:\n${text}`);
}

async function drain(log: AsyncIterator<string>): Promise<void> {
  while (!(await log.next()).done);
}

async function talk(port: number): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  const closed = new Promise((resolve) => socket.onclose = resolve);
  await new Promise((opened, failed) => (socket.onopen = opened, socket.onerror = failed));
  async function ask(request: unknown): Promise<unknown> {
    const answer = new Promise<MessageEvent>((resolve, reject) => {
      socket.onmessage = resolve;
      closed.then(() => reject(new Error("The node closed the connection.")));
    });
    socket.send(JSON.stringify(request));
    return JSON.parse((await answer).data);
  }
  for (const [request, answer] of lecture) assert.deepEqual(await ask(request), answer);
  const { response } = await ask({ op: "time" }) as { response: { time: number; time_zone: string } };
  assert.ok(Math.abs(response.time - Date.now() / 1000) < 1, `The time is ${response.time}.`);
  assert.match(response.time_zone, /^([A-Z]{2,5}|[+-]\d{2,4})$/);
  socket.close();
  await closed;
}

/** The page, and each file that it or its style sheet names. */
async function look(origin: string): Promise<void> {
  const page = await fetched(`${origin}/`, "text/html");
  assert.match(page, /FOXCHAIN/);
  const style_path = /href="([^"]+\.css)"/.exec(page)?.[1];
  const script_path = /src="([^"]+\.js)"/.exec(page)?.[1];
  assert.ok(style_path && script_path, "The page names a style sheet and a script.");
  const beside = (path: string, base = `${origin}/`) => new URL(path, base).href;
  assert.notEqual(await fetched(beside(script_path), "text/javascript"), "");
  const style = await fetched(beside(style_path), "text/css");
  const font_path = /url\("?([^")]+\.woff2)"?\)/.exec(style)?.[1];
  assert.ok(font_path, "The style sheet names a font.");
  const font = await fetched(beside(font_path, beside(style_path)), "font/woff2");
  assert.equal(font.slice(0, 4), "wOF2");
}

async function fetched(url: string, type: string): Promise<string> {
  const answer = await fetch(url);
  const text = await answer.text();
  assert.equal(answer.status, 200, url);
  assert.equal(answer.headers.get("content-type")?.split(";")[0], type, url);
  return text;
}

if (import.meta.main) {
  await runScript(async () => {
    const path = resolve(Deno.args[0] ?? "dist/foxchain");
    await dialogue(
      path.endsWith(".mjs") ? [Deno.execPath(), "run", "--no-config", "--allow-all", path] : [path],
    );
    console.log(`${path} started here and gave the lecture's answers.`);
  });
}
