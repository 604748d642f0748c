import assert from "node:assert/strict";
import type { Scope } from "../../discovery/address/scope.ts";
import { networksOf, sourceKeys } from "../../discovery/address/source.ts";
import { Accepted, type AcceptedConnection } from "./accepted.ts";

function connection(
  ip: string,
  silent_ms: number,
  { stalled = false, scope = "public" as Scope } = {},
): AcceptedConnection {
  const wasSilentFor = (duration_ms: number) => silent_ms > duration_ms;
  return { ip, scope, stalled, wasSilentFor, close: () => {}, abandon: () => {} };
}

Deno.test("silent sources are public ones with a connection that said nothing or reads nothing", () => {
  const accepted = new Accepted();
  const connections = [
    connection("198.51.100.1", 999),
    connection("198.51.100.2", 1_001),
    connection("198.51.100.3", 0),
    connection("198.51.100.3", 1_001),
    connection("198.51.100.4", 0, { stalled: true }),
    connection("2600:1:2:3::7", Infinity),
    connection("2600:1:2:4::7", Infinity),
    connection("192.168.1.7", Infinity, { scope: "private" }),
    connection("127.0.0.1", Infinity, { scope: "loopback" }),
    // A page of another origin, opened on this computer.
    connection("127.0.0.1", Infinity),
  ];
  for (const each of connections) accepted.add(each);
  assert.deepEqual(
    accepted.silentSources(1_000),
    new Set([
      "198.51.100.2",
      "198.51.100.3",
      "198.51.100.4",
      "2600:1:2::/48",
      "127.0.0.1",
    ]),
  );
});

Deno.test("a class on this computer's own IPv6 network is told apart by address", () => {
  const accepted = new Accepted((ip) => sourceKeys(ip, networksOf(["2600:1:2:3::1"])));
  for (const ip of ["2600:1:2:3::7", "2600:1:2:3::8", "2600:1:2:4::9"]) {
    accepted.add(connection(ip, Infinity));
  }
  const expected = ["2600:1:2:3::7", "2600:1:2:3::8", "2600:1:2::/48"];
  assert.deepEqual([...accepted.silentSources(0)], expected);
});
