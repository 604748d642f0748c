import assert from "node:assert/strict";
import { run } from "./program.ts";
import { freePort } from "../tests/test_place.ts";
import { TestTerminal } from "./test_terminal.ts";

Deno.test("a bad variable is a usage error that names the variable", async () => {
  const cases: [string, string, string][] = [
    ["FOXCHAIN_PORT", "http", "A port is a number from 0 to 65535."],
    ["FOXCHAIN_LOG", "xml", "Allowed choices are text, json."],
    ["FOXCHAIN_DEBUG", "maybe", "It must be 1 or 0."],
    ["FOXCHAIN_OPEN", "2", "It must be 1 or 0."],
    ["FOXCHAIN_DB", " ", "It must not be empty."],
  ];
  for (const [variable, value, message] of cases) {
    const terminal = new TestTerminal({ env: { [variable]: value } });
    assert.equal(await run([], terminal), 2, variable);
    assert.ok(terminal.stderr.includes(`${variable} has the value "${value}". ${message}`), terminal.stderr);
    assert.ok(terminal.stderr.includes(`next: change or unset ${variable}`));
  }
});

Deno.test("a flag wins over its variable, the variable over the default", async () => {
  const [from_flag, from_variable] = [freePort(), freePort()];
  const env = { FOXCHAIN_URL: `localhost:${from_variable}`, FOXCHAIN_TIMEOUT: "3" };
  const cases: [string[], number][] = [
    [["time"], from_variable],
    [["time", "--url", `localhost:${from_flag}`], from_flag],
  ];
  for (const [args, port] of cases) {
    const terminal = new TestTerminal({ env });
    assert.equal(await run(args, terminal), 3);
    assert.ok(terminal.stderr.includes(`ws://localhost:${port}/ws`), terminal.stderr);
  }
});

Deno.test("a bad variable does not matter where a flag or another command stands", async () => {
  const env = { FOXCHAIN_URL: "ftp://nowhere", FOXCHAIN_PORT: "bad" };
  const terminal = new TestTerminal({ env });
  assert.equal(await run(["time", "--url", `localhost:${freePort()}`], terminal), 3);
  assert.equal(await run(["--help"], terminal), 0);
  assert.equal(await run(["version"], terminal), 0);
});

Deno.test("an empty variable counts as not set", async () => {
  const terminal = new TestTerminal({ env: { FOXCHAIN_URL: "", FOXCHAIN_TIMEOUT: "" } });
  assert.equal(await run(["time", "--url", `localhost:${freePort()}`], terminal), 3);
});
