/** An id that is a long list of numbers: it has to be given back as it came. */
import { attack } from "./attack.ts";
import { flood, longList } from "./kit/flood.ts";

/** The attack `id-array`. */
export const id_array = attack({
  name: "id-array",
  sends: '4 connections of one public IP, `{"op":"time","id":[1,1,...]}` of 64 KB without a pause',
  bounds: { seconds_max: 8, connections_max: 200, sent_mib_max: 400 },
  limits: { cpu_percent_max: 30, p99_ms_max: 100 },
  async run(target) {
    const text = longList('{"op":"time","id":[', () => "1", "]}", 65_000);
    await flood(target, { connections: 4, message: () => text });
  },
});
