import assert from "node:assert/strict";
import { ports_taken, readSoakOptions, soakObstacle } from "./options.ts";

const fault = (...args: string[]) => {
  const read = readSoakOptions(args);
  return "fault" in read ? read.fault : undefined;
};

for (
  const [option, inside, outside] of [
    ["--minutes", ["1", "1440"], ["0", "1441", "two", ""]],
    ["--fault-seconds", ["30", "3600"], ["29", "3601", "often"]],
    ["--port", ["1", `${65_536 - ports_taken}`], ["0", `${65_537 - ports_taken}`, "80.5", "x"]],
  ] as const
) {
  Deno.test(`${option} is taken up to its limits, and told what it takes beyond`, () => {
    for (const value of inside) assert.equal(fault(option, value), undefined, value);
    for (const value of outside) {
      assert.match(fault(option, value)!, new RegExp(`^${option} takes .*${value}`));
    }
  });
}

Deno.test("an option that does not exist is told, not ignored", () => {
  assert.match(fault("--minute", "3")!, /--minute/);
});

Deno.test({
  name: "a soak does not begin where a port is taken, or where its result could not be kept",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const out = await Deno.makeTempDir();
    try {
      // A port above those that the system gives out by itself, so that its neighbours are free.
      const options = { minutes: 1, fault_s: 30, port: 61_400, out };
      assert.equal(soakObstacle(options), undefined);
      for (const port of [61_400, 61_400 + ports_taken - 1]) {
        using _other = Deno.listen({ hostname: "127.0.0.1", port });
        assert.match(soakObstacle(options)!, new RegExp(`Port ${port} .*--port`));
      }
      {
        using _other = Deno.listen({ hostname: "127.0.0.1", port: 61_400 + ports_taken });
        assert.equal(soakObstacle(options), undefined);
      }
      assert.match(soakObstacle({ ...options, out: `${out}/none` })!, /does not exist/);
      await Deno.writeTextFile(`${out}/file`, "");
      assert.match(soakObstacle({ ...options, out: `${out}/file` })!, /is no folder/);
      assert.match(soakObstacle(options, "windows")!, /Linux/);
    } finally {
      await Deno.remove(out, { recursive: true });
    }
  },
});
