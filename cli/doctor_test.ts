import assert from "node:assert/strict";
import { join } from "node:path";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { run } from "./program.ts";
import { TestTerminal } from "./test_terminal.ts";

/** Runs the doctor on a computer without a network, in an empty folder. What it says, and what it left there. */
async function doctor(args: string[], prepare: (folder: string) => void = () => {}) {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_doctor_" });
  try {
    prepare(folder);
    const before = [...Deno.readDirSync(folder)].map(({ name }) => name);
    const terminal = new TestTerminal();
    const code = await run(["doctor", "--db", join(folder, "peers.sqlite"), ...args], terminal);
    assert.deepEqual(
      [...Deno.readDirSync(folder)].map(({ name }) => name),
      before,
      "It leaves nothing behind.",
    );
    return { code, stdout: terminal.stdout, stderr: terminal.stderr };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the doctor exits with 1 where something is to be done, and says what", async () => {
  const { code, stdout, stderr } = await doctor(["--host", "127.0.0.1", "--port", "0"]);
  assert.equal(code, 1);
  assert.match(stdout, /^ok {2}Port 0 is free\.\n!! {2}Nothing listens.*\n {4}-> start it without --host/);
  assert.match(stdout, /^!! {2}This computer has no address in a local network/m);
  assert.match(stdout, /^ok {2}.*peers\.sqlite can be written/m);
  assert.match(
    stdout,
    /^\?\? {2}Nodes could not be looked for by mDNS: this computer is in no local network\./m,
  );
  assert.match(stderr, /2 things are to be done/);
});

Deno.test("--json has every finding with its id, and in the chosen language", async () => {
  const { stdout } = await doctor(["--port", "0", "--json", "--lang", "zh"]);
  const { format, findings } = JSON.parse(stdout);
  assert.equal(format, 1);
  const port = findings.find(({ id }: { id: string }) => id === "port_free");
  assert.deepEqual([port.subject, port.state, port.text], ["port", "ok", "端口 0 空闲。"]);
  assert.equal(stdout.trim().split("\n").length, 1);
});

Deno.test("a node of this computer is asked for its time, and for nothing that it can't know", async () => {
  const node = startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage(), network: {} });
  try {
    const { stdout } = await doctor([
      `localhost:${node.port}`,
      "--port",
      `${node.port}`,
      "--host",
      "127.0.0.1",
    ]);
    assert.match(stdout, new RegExp(`^ok  A node runs on port ${node.port}`, "m"));
    assert.match(stdout, /^ok {2}This clock and that of .* agree/m);
    assert.match(stdout, /^\?\? {2}.* is this computer: that it answers says nothing about others/m);
  } finally {
    await node.stop();
  }
});

const files: [what: string, content: string | undefined, said: RegExp][] = [
  ["that is no database", "hello ".repeat(40), /^!! {2}.*peers\.sqlite can't be used: /m],
  ["that is empty", "", /^ok {2}.*can be written/m],
];
for (const [what, content, said] of files) {
  Deno.test(`a file ${what} is looked at and left as it is`, async () => {
    const { stdout } = await doctor(["--port", "0"], (folder) => {
      Deno.writeTextFileSync(join(folder, "peers.sqlite"), content!);
    });
    assert.match(stdout, said);
  });
}

Deno.test("a folder that is not there is named", async () => {
  const { stdout } = await doctor(["--port", "0", "--db", "/no such folder/peers.sqlite"]);
  assert.match(stdout, /^!! {2}\/no such folder\/peers\.sqlite can't be used: .*folder does not exist/m);
});

Deno.test("what is no address of a node is refused", async () => {
  const { code, stderr } = await doctor(["ftp://a"]);
  assert.equal(code, 2);
  assert.match(stderr, /A node's address looks like/);
});
