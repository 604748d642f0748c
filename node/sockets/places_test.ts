import assert from "node:assert/strict";
import { type Bind, isEveryInterface, localPlaces, placesOf } from "./places.ts";

/** A system in which each address is free, absent or taken by another program. */
interface System {
  /** `::` gets the callers of IPv4, too. */
  readonly dual: boolean;
  readonly absent?: readonly string[];
  readonly taken?: readonly string[];
  /** Ports that the system picks, in turn. */
  readonly picks?: number[];
}

/** Binds as Linux does: an address that means every interface collides with each single one of its family. */
function bindOf({ dual, absent = [], taken = [], picks = [] }: System): Bind {
  const open = new Set<string>();
  const family = (host: string) => host.includes(":") ? "IPv6" : "IPv4";
  const wide = (host: string) => host === "::" || host === "0.0.0.0";
  const collide = (a: string, b: string) =>
    a === b || (wide(a) || wide(b)) && (family(a) === family(b) || dual && (a === "::" || b === "::"));
  return ({ hostname, port }) => {
    if (absent.includes(hostname)) throw new Error("Address family not supported by protocol (os error 97)");
    const picked = port === 0 ? picks.shift() ?? 7_000 : port;
    const others = [
      ...open,
      ...taken.filter((place) => place.endsWith(` ${picked}`) || !place.includes(" ")),
    ];
    if (others.some((place) => collide(place.split(" ")[0]!, hostname))) {
      throw new Deno.errors.AddrInUse("taken");
    }
    open.add(hostname);
    return { addr: { port: picked }, close: () => void open.delete(hostname) };
  };
}

const cases: readonly (readonly [string, string, System, string[]])[] = [
  ["one server where :: gets IPv4 as well", "::", { dual: true }, ["::"]],
  ["two where it does not", "::", { dual: false }, ["::", "0.0.0.0"]],
  ["the same with brackets", "[::]", { dual: false }, ["::", "0.0.0.0"]],
  ["0.0.0.0 without IPv6", "::", { dual: true, absent: ["::", "::1"] }, ["0.0.0.0"]],
  [":: without IPv4", "::", { dual: false, absent: ["0.0.0.0", "127.0.0.1"] }, ["::"]],
  ["both loopback addresses for localhost", "LocalHost", { dual: true }, ["127.0.0.1", "::1"]],
  ["one for localhost without IPv6", "localhost", { dual: true, absent: ["::1"] }, ["127.0.0.1"]],
  ["one for localhost without IPv4", "localhost", { dual: true, absent: ["127.0.0.1"] }, ["::1"]],
  ["IPv4 alone for 0.0.0.0", "0.0.0.0", { dual: true }, ["0.0.0.0"]],
  ["a name as it is", "node.example", { dual: true }, ["node.example"]],
  ["an address without its brackets", "[2001:db8::1]", { dual: true }, ["2001:db8::1"]],
];

for (const [what, host, system, hosts] of cases) {
  Deno.test(`--host ${host} means ${what}`, () => {
    assert.deepEqual(
      placesOf(host, 9_000, bindOf(system)),
      hosts.map((hostname) => ({ hostname, port: 9_000 })),
    );
  });
}

for (const dual of [true, false]) {
  for (const taken of ["::", "0.0.0.0", "127.0.0.1", "::1"]) {
    Deno.test(`:: is refused while another program holds ${taken}${dual ? "" : ", with bindv6only"}`, () => {
      assert.throws(() => placesOf("::", 9_000, bindOf({ dual, taken: [taken] })), Deno.errors.AddrInUse);
    });
  }
}

Deno.test("a picked port is the same for both families, and another one where it is taken for one", () => {
  const bind = bindOf({ dual: false, taken: [":: 7001", "::1 7002"], picks: [7_001, 7_002, 7_003] });
  assert.deepEqual(placesOf("::", 0, bind).map(({ port }) => port), [7_003, 7_003]);
  const local = bindOf({ dual: false, taken: ["::1 7001"], picks: [7_001, 7_002] });
  assert.deepEqual(placesOf("localhost", 0, local).map(({ port }) => port), [7_002, 7_002]);
});

Deno.test("picking a port ends when none is free", () => {
  const bind: Bind = () => {
    throw new Deno.errors.AddrInUse("taken");
  };
  assert.throws(() => placesOf("::", 0, bind), Deno.errors.AddrInUse);
});

Deno.test("what is no question of the family is thrown", () => {
  const bind: Bind = () => {
    throw new Deno.errors.PermissionDenied("port 80");
  };
  assert.throws(() => placesOf("::", 80, bind), Deno.errors.PermissionDenied);
});

const local_cases: readonly (readonly [string[], System, string[]])[] = [
  [["::"], { dual: true }, ["127.0.0.1", "::1"]],
  [["::", "0.0.0.0"], { dual: false }, ["127.0.0.1", "::1"]],
  [["0.0.0.0"], { dual: true }, ["127.0.0.1"]],
  [["::"], { dual: true, absent: ["::1"] }, ["127.0.0.1"]],
  [["127.0.0.1", "::1"], { dual: true }, ["127.0.0.1", "::1"]],
  [["127.0.0.9"], { dual: true }, ["127.0.0.9"]],
  [["10.77.0.1"], { dual: true }, []],
];

for (const [hosts, system, local] of local_cases) {
  const absent = system.absent === undefined ? "" : ` without ${system.absent}`;
  Deno.test(`callers of this computer reach ${hosts.join(" and ")}${absent} at ${local.join(" and ") || "nothing"}`, () => {
    const places = hosts.map((hostname) => ({ hostname, port: 9_000 }));
    assert.deepEqual(localPlaces(places, bindOf(system)).map(({ hostname }) => hostname), local);
  });
}

Deno.test("isEveryInterface() knows every spelling", () => {
  for (const host of ["::", "[::]", "0::", "0:0:0:0:0:0:0:0", "0.0.0.0", "0"]) {
    assert.ok(isEveryInterface(host), host);
  }
  for (const host of ["::1", "127.0.0.1", "localhost", "node.example", ""]) {
    assert.ok(!isEveryInterface(host), host);
  }
});
