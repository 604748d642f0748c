/** What a node and its commands write where nobody reads, or where it can't be written: real pipes, files and terminals. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { command, denoArgs, foxchain, neutralEnvironment } from "./command.ts";
import { killProcess } from "./kill_process.ts";
import { python } from "./lecture_process.ts";
import { RawClient } from "./raw_client.ts";
import { within, withNode } from "./test_node.ts";

const here = ["--host", "127.0.0.1", "--port", "0", "--db", ":memory:"];
const stop_limit_ms = 3_000;
const messages_count = 10_000;
/** Its line in the log is so long that 10,000 of them are more than may wait. */
const bad_message = "hello".padEnd(200, "o");
const linux = Deno.build.os === "linux";
const windows = Deno.build.os === "windows";

/** A node whose log is read only when the test says so. */
class UnreadNode implements AsyncDisposable {
  readonly child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<string>;
  /** What was read of its log. */
  log = "";

  constructor(child: Deno.ChildProcess, stream: ReadableStream<Uint8Array<ArrayBuffer>> = child.stderr) {
    this.child = child;
    this.#reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Reads until the log matches. */
  async read(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.log);
      if (found !== null) return found;
      const { value, done } = await this.#reader.read();
      if (done) throw new Error(`It ended without writing ${pattern}: ${this.log.slice(-1_000)}`);
      this.log += value;
    }
  }

  async port(): Promise<number> {
    return Number((await this.read(/Listening on port: (\d+)/))[1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    killProcess(this.child);
    await this.#reader.cancel();
    await this.child.status;
  }
}

/** Sends messages that are refused, and logged, as fast as they are answered. */
async function sendBadMessages(port: number, count: number): Promise<void> {
  using client = await RawClient.connect(port);
  for (let sent = 0; sent < count; sent++) {
    assert.equal(JSON.parse(await client.ask(bad_message)).status, 500);
  }
}

Deno.test("a node answers every request while nobody reads its log, says what was lost, and goes on", async () => {
  await using node = new UnreadNode(command([...here, "--debug"], {}).spawn());
  void node.child.stdout.cancel();
  const port = await node.port();
  await sendBadMessages(port, messages_count);
  const [, lost] = await node.read(/INF.*: (\d+) lines are missing here: nobody read this log in time\.\n/);
  assert.ok(Number(lost) > 0 && Number(lost) < messages_count, `${lost} lost`);
  const told = node.log.match(/Refused hello/g)!.length;
  assert.ok(told + Number(lost) >= messages_count, `${told} told, ${lost} lost`);
  await sendBadMessages(port, 1);
  await node.read(/missing here[^]*Refused hello/);
});

for (const signal of windows ? [] : ["SIGTERM", "SIGHUP"] as const) {
  Deno.test(`a node whose log nobody reads ends within 3 s after ${signal}`, async () => {
    await using node = new UnreadNode(command([...here, "--debug"]).spawn());
    void node.child.stdout.cancel();
    await sendBadMessages(await node.port(), messages_count);
    node.child.kill(signal);
    assert.equal((await within(stop_limit_ms, "the end", node.child.status)).code, 0);
  });
}

Deno.test({
  name: "Ctrl+S on a terminal holds up neither answers nor the end, and Ctrl+Q shows what was kept",
  // The tool that plays a terminal takes other flags elsewhere.
  ignore: !linux,
  async fn() {
    const line = ["exec", Deno.execPath(), ...denoArgs([...here, "--debug"])].map((arg) => `'${arg}'`).join(
      " ",
    );
    const child = new Deno.Command("script", {
      args: [
        "--quiet",
        "--return",
        "--command",
        `echo "process $$"; ${line.replace("'exec'", "exec")}`,
        "/dev/null",
      ],
      clearEnv: true,
      env: { ...neutralEnvironment(), TERM: "dumb", TZ: "Asia/Kolkata" },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    await using node = new UnreadNode(child, child.stdout);
    const keys = child.stdin.getWriter();
    const press = (key: string) => keys.write(new TextEncoder().encode(key));
    const [, pid] = await node.read(/process (\d+)/);
    const port = await node.port();
    await press("\x13");
    await sendBadMessages(port, messages_count);
    await press("\x11");
    await node.read(/lines are missing here/);
    const india = new Date(Date.now() + 5.5 * 3_600_000).toISOString().slice(11, 14);
    assert.match(node.log, new RegExp(`^${india}`, "m"));
    await press("\x13");
    await sendBadMessages(port, messages_count);
    Deno.kill(Number(pid), "SIGTERM");
    await keys.close();
    const { code } = await within(stop_limit_ms, "the end", child.status);
    assert.equal(code, 0);
  },
});

/** A node that knows 10,000 addresses. */
function withCrowd(test: (url: string) => Promise<void>): Promise<void> {
  return withNode(async ({ port }) => {
    using client = await RawClient.connect(port);
    const addr = Array.from({ length: messages_count }, (_, index) => `ws://peer${index}.example/ws`);
    await client.ask(JSON.stringify({ op: "register", args: { addr } }));
    await test(`127.0.0.1:${port}`);
  });
}

Deno.test("every line of 10,000 arrives at a slow reader", async () => {
  await withCrowd(async (url) => {
    const child = command(["peers", "--limit", `${messages_count}`, "--url", url]).spawn();
    const reader = child.stdout.getReader({ mode: "byob" });
    let lines_count = 0;
    for (;;) {
      const { value, done } = await reader.read(new Uint8Array(512));
      if (done) break;
      lines_count += value.filter((byte) => byte === 10).length;
    }
    const { code } = await child.status;
    assert.deepEqual([code, lines_count, await new Response(child.stderr).text()], [0, messages_count, ""]);
  });
});

Deno.test({
  name: "every line of 10,000 arrives through a non-blocking pipe that is full",
  ignore: !linux || (python === undefined && Deno.env.get("CI") !== "true"),
  async fn() {
    await withCrowd(async (url) => {
      const fixture = fileURLToPath(new URL("fixtures/slow_pipe.py", import.meta.url));
      const { code, stdout, stderr } = await foxchain(
        ["peers", "--limit", `${messages_count}`, "--url", url],
        {
          within: [python!, fixture],
        },
      );
      assert.deepEqual([code, stdout.split("\n").length - 1, stderr], [0, messages_count, ""]);
    });
  },
});

const into_full = { within: ["sh", "-c", 'exec "$0" "$@" > /dev/full'] };

Deno.test({
  name: "a full disk behind stdout is told with its cause, and ends with 1",
  ignore: !linux,
  async fn() {
    await withCrowd(async (url) => {
      for (
        const args of [["--help"], ["version"], ["peers", "--all", "--url", url], ["time", "--url", url]]
      ) {
        const { code, stderr } = await foxchain(args, into_full);
        assert.equal(code, 1, stderr);
        assert.match(
          stderr,
          /^error: the output could not be written: No space left on device.*\nnext: check where /,
        );
      }
    });
  },
});

Deno.test({
  name: "a node whose log can't be written serves and ends with 0",
  ignore: !linux,
  async fn() {
    const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    const { port } = listener.addr;
    listener.close();
    const args = ["--host", "127.0.0.1", "--port", `${port}`, "--db", ":memory:"];
    const child = command(args, { within: ["sh", "-c", 'exec "$0" "$@" 2> /dev/full'] }).spawn();
    const outputs = Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
    // Its log can't say when it listens.
    while ((await foxchain(["time", "--url", `${port}`])).code !== 0);
    await sendBadMessages(port, 100);
    child.kill("SIGTERM");
    assert.equal((await child.status).code, 0);
    await outputs;
  },
});

Deno.test({
  name: "a bug that nothing caught ends the process with 70 also while nobody reads its log",
  ignore: windows,
  async fn() {
    const bug =
      'data:text/javascript,Deno.addSignalListener("SIGUSR2",()=>Promise.reject(new Error("planted")))';
    const start = () =>
      new UnreadNode(
        command([...here, "--debug"], { permissions: ["--allow-all", "--preload", bug] }).spawn(),
      );
    for (const bad_messages of [0, messages_count]) {
      await using node = start();
      void node.child.stdout.cancel();
      await sendBadMessages(await node.port(), bad_messages);
      node.child.kill("SIGUSR2");
      const read = bad_messages === 0 ? node.read(/error: a bug in foxchain: planted\n/) : undefined;
      assert.equal((await within(stop_limit_ms, "the end", node.child.status)).code, 70);
      await read;
    }
  },
});
