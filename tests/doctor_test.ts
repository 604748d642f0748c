/** The doctor on machines of their own: every way in which a dial can end, told by a real system. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { permissions } from "../tools/permissions.ts";
import { foxchain, NodeProcess } from "./command.ts";
import { has_namespaces, Namespaces } from "./namespaces.ts";

const must_run = Deno.env.get("CI") === "true";
const note = has_namespaces ? "" : " (NOT RUN: network namespaces need Linux, root and ip)";
const flags = { env: { FOXCHAIN_NO_DIAL: "0" }, permissions: permissions([Deno.build.os], true) };

Deno.test({
  name: `the doctor tells refusal, unreachability and silence apart, and has another node dial back${note}`,
  ignore: !has_namespaces && !must_run,
  async fn() {
    assert.ok(has_namespaces, "CI must run this test, as root");
    await using places = await Namespaces.make(2);
    const folder = await Deno.makeTempDir({ prefix: "foxchain_doctor_" });
    await using made = new AsyncDisposableStack();
    made.defer(() => Deno.remove(folder, { recursive: true }));
    const start = async (machine: number, ...args: string[]) => {
      const db = join(folder, `${machine}.sqlite`);
      const options = { ...flags, within: places.within(machine) };
      return made.use(await NodeProcess.start(["--db", db, ...args], options));
    };
    /** What the doctor on the first machine says: exit code, and state by id. */
    const doctor = async (...args: string[]) => {
      const all = ["doctor", "--db", join(folder, "0.sqlite"), "--json", "--timeout", "4", ...args];
      const { code, stdout, stderr } = await foxchain(all, { ...flags, within: places.within(0) });
      assert.notEqual(stdout, "", stderr);
      const findings: { id: string; state: string; text: string }[] = JSON.parse(stdout).findings;
      return { code, states: Object.fromEntries(findings.map(({ id, state }) => [id, state])), stdout };
    };
    await start(1, "--find");

    const fine = await doctor("10.77.0.2:9000");
    assert.deepEqual(fine.states, {
      port_free: "ok",
      listening_will: "ok",
      address_likely: "ok",
      database_ok: "ok",
      way_open: "ok",
      clock_same: "ok",
      reach_yes: "ok",
      here_nodes: "ok",
    });
    assert.equal(fine.code, 0);

    const ends: [addr: string, id: string][] = [
      ["10.77.0.2:9001", "way_refused"],
      ["10.77.0.77:9000", "way_unreachable"],
      ["192.0.2.1:9000", "way_unreachable"],
      ["10.77.0.66:9000", "way_silent"],
    ];
    await places.swallow(0, "10.77.0.66");
    for (const [addr, id] of ends) {
      const { code, states } = await doctor(addr);
      assert.equal(states[id], "finding", `${addr}: ${JSON.stringify(states)}`);
      assert.equal(code, 1);
    }

    await start(0, "--host", "127.0.0.1");
    const alone = await doctor("10.77.0.2:9000");
    assert.deepEqual([alone.states.port_node, alone.states.listening_loopback, alone.states.reach_no_linux], [
      "ok",
      "finding",
      "finding",
    ], alone.stdout);
    assert.equal(alone.states.database_of_node, "ok");
    assert.equal(alone.code, 1);
  },
});
