/** A log that nobody reads: its pipe fills up, and whatever waits for it stands still. */
import { frameBytes, opcode, RawClient } from "../raw_client.ts";
import { pause, soon } from "./kit/target.ts";
import type { NodeUnderAttack } from "./measure/node_under_attack.ts";
import { trial } from "./trial.ts";

const bad_messages = 10_000;
/** How long the pipe stays full while somebody asks. */
const unread_ms = 10_000;
const unread_small_ms = 2_000;
const stop_ms_max = 3_000;
const answer_ms_max = 2_000;

/** Sends messages that are refused, each with a line in the log. Returns how many were answered in time. */
async function sendBad(node: NodeUnderAttack): Promise<number> {
  using client = await RawClient.connect(node.port);
  const frame = frameBytes(opcode.text, "this is no JSON at all, but a long enough text");
  let answered = 0;
  for (; answered < bad_messages; answered++) {
    await client.write(frame);
    const answer = await soon(client.readText().catch(() => undefined), answer_ms_max);
    if (answer === undefined) break;
  }
  return answered;
}

/** The trial `unread-log`. */
export const unread_log = trial({
  name: "unread-log",
  tries: `10,000 bad messages while nobody reads stderr; ${
    unread_ms / 1000
  } s more with a full pipe; then SIGTERM`,
  async run(lab) {
    const node = await lab.start({ stderr_unread: true });
    const answered = await sendBad(node);
    let asked = 0;
    let healthy = 0;
    const duration_ms = lab.small ? unread_small_ms : unread_ms;
    for (const end_ms = performance.now() + duration_ms; performance.now() < end_ms; asked++) {
      if ((await node.get("/healthz"))?.status === 200) healthy++;
      await pause(100);
    }
    const stopped_ms = await node.stop();
    const end = stopped_ms === undefined
      ? "SIGTERM does not end it within 10 s"
      : `SIGTERM ends it after ${(stopped_ms / 1000).toFixed(1)} s`;
    return {
      found: `${answered} bad messages answered, then ${healthy} of ${asked} requests; ${end}`,
      withstood: answered === bad_messages && healthy === asked && (stopped_ms ?? Infinity) <= stop_ms_max,
    };
  },
});
