/** Messages full of new addresses, in forms that take long to read or to make canonical. */
import { attack } from "./attack.ts";
import { flood, longList } from "./kit/flood.ts";

/** A form of addresses: its name, how it is shown in the table, and the address of a number. */
type Form = readonly [name: string, shown: string, address: (number: number) => string];

const forms: readonly Form[] = [
  // The slowest of all to read.
  [
    "ipv6",
    "ws://[2001:x:y::1]",
    (number) => `ws://[2001:${(number >> 16 & 65535).toString(16)}:${(number & 65535).toString(16)}::1]`,
  ],
  // The slowest to make canonical.
  ["hex", "ws://0xHEX", (number) => `ws://0x${(0x0b000000 + number).toString(16)}`],
  ["names", "ws://pN.example:9000/ws", (number) => `ws://p${number}.example:9000/ws`],
];

/** The attacks `costly-register-FORM`. */
export const costly_register = forms.map(([name, shown, address]) =>
  attack({
    name: `costly-register-${name}`,
    sends: `4 connections of one public IP, \`register\` of 64 KB of new \`${shown}\` without a pause`,
    bounds: { seconds_max: 8, connections_max: 200, sent_mib_max: 200 },
    limits: { cpu_percent_max: 30, p99_ms_max: 100 },
    node: { network: true },
    async run(target) {
      let next = target.plan.repeat * 10_000_000;
      const item = () => `"${address(++next)}"`;
      const message = () => longList('{"op":"register","args":{"addr":[', item, "]}}", 65_000);
      await flood(target, { connections: 4, message });
    },
  })
);
