import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { reset } from "@logtape/logtape";
import { configureLogging, type LoggingOptions, logOf } from "./logging.ts";

/** What is written while a test logs. */
async function written(options: Partial<LoggingOptions>, test: () => void): Promise<string[]> {
  const lines: string[] = [];
  configureLogging({
    format: "text",
    debug: false,
    color: false,
    write: (line) => lines.push(line),
    ...options,
  });
  test();
  await reset();
  return lines;
}

Deno.test("the log writes one line per message, and what happens inside only with debug", async () => {
  const say = () => {
    logOf("node").info("Client connected: {ip}", { ip: "127.0.0.1" });
    logOf("node").debug("Inside.");
  };
  const [line, ...others] = await written({}, say);
  assert.match(line!, /^\d{4}-\d\d-\d\dT.* \[INF\] foxchain·node: Client connected: 127\.0\.0\.1\n$/);
  assert.deepEqual(others, []);
  assert.equal((await written({ debug: true }, say)).length, 2);
});

Deno.test("the log lets nothing from the network break a line or colour a terminal", async () => {
  const evil = "\u202e\n2026-01-01 [INF] forged\r\x1b[31m\x07\u009b31m";
  for (const format of ["text", "json"] as const) {
    const lines = await written({ format }, () => logOf("ops").info("Refused {message}", { message: evil }));
    assert.equal(lines.length, 1);
    // deno-lint-ignore no-control-regex
    assert.match(lines[0]!, /^[^\x00-\x1f\x7f-\x9f\u202a-\u202e]*\n$/);
  }
});

Deno.test("the log as JSON is one object per line, with the values by name", async () => {
  const [line] = await written(
    { format: "json" },
    () => logOf("node").info("Listening on port: {port}", { port: 9000 }),
  );
  const [warned] = await written({ format: "json" }, () => logOf("node").warn("Clients are refused."));
  const { level, message, properties } = JSON.parse(line!);
  assert.deepEqual([level, message, properties], ["INFO", "Listening on port: 9000", { port: 9000 }]);
  assert.equal(JSON.parse(warned!).level, "WARN");
});

Deno.test("the log is coloured only where that is asked for", async () => {
  const say = () => logOf("node").info("Hello.");
  assert.equal((await written({}, say))[0]!.includes("\x1b["), false);
  assert.equal((await written({ color: true }, say))[0]!.includes("\x1b["), true);
  assert.equal((await written({ format: "json", color: true }, say))[0]!.includes("\x1b["), false);
});

Deno.test("the log tells a person the local time, and a file the whole date in UTC", async () => {
  const say = () => logOf("node").info("Hello.");
  for (const color of [false, true]) {
    const [colored = ""] = await written({ local_time: true, color }, say);
    const line = stripVTControlCharacters(colored);
    const [, hours, minutes] = /^(\d\d):(\d\d):\d\d\.\d{3} \D/.exec(line)!;
    const off_min = Math.abs(Number(hours) * 60 + Number(minutes) - minuteOfDay(new Date()));
    // The minute, or the day, may have ended since the line was written.
    assert.ok(off_min <= 1 || off_min === 24 * 60 - 1, line);
  }
  assert.match((await written({}, say))[0]!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /);
  assert.match((await written({ format: "json", local_time: true }, say))[0]!, /"@timestamp":"[^"]*Z"/);
});

function minuteOfDay(time: Date): number {
  return time.getHours() * 60 + time.getMinutes();
}

Deno.test("the log gives each bug a request id of its own and writes it with the stack", async () => {
  const ids: string[] = [];
  const lines = await written({}, () => {
    for (let turn = 0; turn < 2; turn++) ids.push(logOf("node").fault("peers", new TypeError("broken")));
  });
  assert.notEqual(ids[0], ids[1]);
  for (const [index, id] of ids.entries()) {
    assert.match(id, /^[0-9a-f]{8}$/);
    assert.ok(lines[index]!.includes(id));
    assert.match(lines[index]!, /TypeError: broken[^]*logging_test\.ts/);
  }
});
