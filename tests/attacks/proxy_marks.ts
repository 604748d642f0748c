/** Headers that only a proxy adds: their bearer is no local caller, whatever its IP. */
import { frameBytes, opcode, RawClient } from "../raw_client.ts";
import { trial } from "./trial.ts";

const marks: Readonly<Record<string, string>> = {
  "Forwarded": "for=203.0.113.7",
  "X-Forwarded-For": "203.0.113.7",
  "Via": "1.1 proxy",
  "X-Real-IP": "203.0.113.7",
  "X-Forwarded-Host": "node.example",
  "X-Forwarded-Proto": "https",
  "CF-Connecting-IP": "203.0.113.7",
};

/** Longer than a public source's message may be, and shorter than a local one's. */
const text = JSON.stringify({ op: "time", padding: "a".repeat(100_000) });

/** Whether the bearer of these headers is a local caller. */
async function isLocal(port: number, headers: Record<string, string>): Promise<boolean> {
  using client = await RawClient.connect(port, headers);
  await client.write(frameBytes(opcode.text, text));
  return (await client.read())?.opcode === opcode.text;
}

/** The trial `proxy-marks`. */
export const proxy_marks = trial({
  name: "proxy-marks",
  tries: `comes with each of ${
    Object.keys(marks).length
  } headers that proxies add, and asks for a local caller's limits`,
  async run(lab) {
    const node = await lab.start();
    const control = await isLocal(node.port, {});
    const local: string[] = [];
    for (const [name, value] of Object.entries(marks)) {
      if (await isLocal(node.port, { [name]: value })) local.push(`\`${name}\``);
    }
    return {
      found: local.length === 0 ? "all counted as public" : `local in spite of ${local.join(", ")}`,
      withstood: control && local.length === 0,
    };
  },
});
