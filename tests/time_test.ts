/** The homework's answer from nodes in processes of their own, each with its own time zone. */
import assert from "node:assert/strict";
import { NodeProcess } from "./node_process.ts";
import { RawClient } from "./raw_client.ts";

const paris_winter = new Intl.DateTimeFormat("en", { timeZone: "Europe/Paris", timeZoneName: "longOffset" })
  .format(new Date()).endsWith("+01:00");

/** `TZ` -> what `time_zone` must say today. */
const zones: readonly (readonly [string, RegExp])[] = [
  ["Asia/Shanghai", /^CST$/],
  ["Europe/Paris", paris_winter ? /^CET$/ : /^CEST$/],
  ["UTC", /^UTC$/],
  ["America/Sao_Paulo", /^-03$/],
  ["Asia/Kolkata", /^IST$/],
  // A POSIX zone, which has an offset but no name that the tz database knows.
  ["CST-8", /^\+08$/],
];

for (const [zone, abbreviation] of zones) {
  Deno.test(`a node with TZ=${zone} answers the time within 1 ms, and the zone's abbreviation`, async () => {
    const node = await NodeProcess.start("node_process.ts", { TZ: zone });
    try {
      using client = await RawClient.connect(node.port);
      const fractions_us = new Set<number>();
      for (let turn = 0; turn < 20; turn++) {
        const before_ms = Date.now();
        const { response: { time, time_zone } } = JSON.parse(await client.ask('{"op":"time"}'));
        const after_ms = Date.now() + 1;
        assert.ok(time * 1000 >= before_ms - 1 && time * 1000 <= after_ms + 1, `${time} after ${before_ms}`);
        assert.match(time_zone, abbreviation);
        fractions_us.add(Math.round(time * 1e6) % 1000);
      }
      assert.ok(fractions_us.size > 5, "the time has no digits below the millisecond");
    } finally {
      await node.stop();
    }
  });
}
