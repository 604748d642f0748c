/** Stage 3: the homework, the op `time`. */
import { ask, type Question, seen } from "./ask.ts";
import { fault, type Finding } from "./causes.ts";
import type { Check, CheckContext, Memory } from "./check.ts";
import { type Envelope, responseFields } from "./envelope.ts";
import { findField } from "./fields.ts";
import { type Moment, statuses } from "./rules.ts";
import { judgePace, judgeTime, judgeTimeText } from "./time_reading.ts";
import { judgeZone } from "./zone_reading.ts";

const time_question: Question = {
  text: '{"op": "time"}',
  wish: { status: statuses.time, error: "OK", response: "some" },
  op: "time",
  cost: 5,
  closed: "closed_time",
};

/** Cost of a field under another name, or in another place. */
const field_cost = 4;

const time: Check = {
  id: "time",
  stage: 3,
  points: 10,
  needs: ["envelope"],
  async run(context) {
    const { envelope, findings, reply } = await ask(context, time_question);
    if (envelope === undefined) return { findings, is_usable: false };
    if (typeof envelope.status === "number" && envelope.status >= 400) {
      return {
        findings: findings.map((one) => one.level === "fault" ? { ...one, cost: Infinity } : one),
        is_usable: false,
      };
    }
    const read = readTime(envelope);
    const { sent_ms, got_ms, frame } = reply;
    context.memory.time = read.time === undefined ? undefined : { value: read.time, sent_ms, got_ms, frame };
    context.memory.zone = read.zone === undefined ? undefined : { value: read.zone, frame };
    const sample = {
      time: typeof read.time === "number" ? read.time : got_ms / 1000,
      time_zone: typeof read.zone === "string" ? read.zone : context.zone ?? "CST",
    };
    const { wanted } = seen([fault("key_missing", 0)], reply, time_question, sample)[0]!;
    context.memory.time_shown = { frame, ...(wanted === undefined ? {} : { wanted }) };
    return {
      findings: [...findings, ...seen(read.findings, reply, time_question, sample)],
      is_usable: read.time !== undefined || read.zone !== undefined,
    };
  },
};

/** Finds the two values, wherever they are. */
function readTime(envelope: Envelope): { time: unknown; zone: unknown; findings: Finding[] } {
  const { fields, value, findings } = responseFields(envelope, ["time", "time_zone"]);
  if (fields === undefined) {
    const is_time = typeof value === "number" || (typeof value === "string" && value !== "");
    return {
      time: is_time ? value : undefined,
      zone: undefined,
      findings: [
        ...findings,
        is_time
          ? fault("level_missing", 4, { key: "time" })
          : fault("key_missing", Infinity, { key: "time", keys: "" }),
      ],
    };
  }
  const others = fields === envelope.whole ? ["status", "error", "response"] : [];
  const fits = (one: unknown) => typeof one === "number" || (typeof one === "string" && /\d/.test(one));
  const time = findField(fields, { key: "time", fits, others: [...others, "time_zone"], cost: field_cost });
  const taken = Object.keys(time.holder).filter((key) => time.holder[key] === time.value);
  const zone = findField(time.holder, {
    key: "time_zone",
    fits: (one) => typeof one === "string" || Array.isArray(one),
    others: [...others, "time", ...taken],
    cost: field_cost,
  });
  if (isSwapped(time.value, zone.value)) {
    return { time: zone.value, zone: time.value, findings: [...findings, fault("time_swapped", 4)] };
  }
  // The check of each value reports it as missing, and takes the points.
  const told = [...time.findings, ...zone.findings].filter(({ cause }) => cause !== "key_missing");
  const lacks_both = time.value === undefined && zone.value === undefined;
  return {
    time: time.value,
    zone: zone.value,
    findings: [...findings, ...lacks_both ? time.findings : told],
  };
}

function isSwapped(time: unknown, zone: unknown): boolean {
  return typeof time === "string" && typeof zone === "number" && Math.abs(zone) > 100_000;
}

const time_value: Check = {
  id: "time_value",
  stage: 3,
  points: 12,
  needs: ["time"],
  async run(context) {
    const first = context.memory.time;
    if (first === undefined) {
      return { findings: [lack(context.memory, "time")], is_usable: false };
    }
    const { same_clock } = context.session.world;
    const moment = momentOf(first, same_clock);
    if (typeof first.value !== "number") {
      const findings = judgeTimeText(first.value, moment).map((one) => ({
        frame: first.frame,
        wanted: exampleOf(moment),
        got: String(JSON.stringify(first.value)),
        ...one,
      }));
      return { findings, is_usable: true };
    }
    const { value } = first;
    const faults = judgeTime(value, moment);
    const later = await askLater(context, value);
    const paced = later === undefined
      ? []
      : judgePace({ time: value, ...moment }, { time: later.value, ...momentOf(later, same_clock) });
    // The difference of a clock that stands still says nothing.
    const judged = paced.length > 0
      ? [...paced, ...faults.filter(({ cause }) => cause === "time_unit")]
      : faults;
    const is_whole = Number.isInteger(value) && (later === undefined || Number.isInteger(later.value));
    const whole = is_whole && judged.every(({ cause }) => !/^time_(unit|nonsense|frozen)/.test(cause))
      ? [fault("time_whole", 3)]
      : [];
    const findings = [...judged, ...whole].map((one) => ({
      frame: first.frame,
      wanted: exampleOf(moment),
      got: String(value),
      ...one,
    }));
    return { findings, is_usable: true };
  },
};

/** Asks again, so late that a running clock must have moved. */
async function askLater(
  context: CheckContext,
  before: number,
): Promise<{ value: number; sent_ms: number; got_ms: number } | undefined> {
  const pauses_ms = [60, 1_100];
  let last: { value: number; sent_ms: number; got_ms: number } | undefined;
  for (const pause_ms of pauses_ms) {
    await context.session.world.wait(pause_ms);
    const { envelope, reply } = await ask(context, time_question);
    const value = envelope && readTime(envelope).time;
    if (typeof value !== "number") return last;
    // A clock with whole seconds moves within the second pause.
    last = { value, sent_ms: reply.sent_ms, got_ms: reply.got_ms };
    if (value !== before) break;
  }
  return last;
}

function momentOf({ sent_ms, got_ms }: { sent_ms: number; got_ms: number }, same_clock: boolean): Moment {
  return { sent_s: sent_ms / 1000, got_s: got_ms / 1000, same_clock };
}

function exampleOf({ sent_s, got_s }: Moment): string {
  return String((sent_s + got_s) / 2);
}

const time_zone: Check = {
  id: "time_zone",
  stage: 3,
  points: 8,
  needs: ["time"],
  run({ memory, zone }) {
    return Promise.resolve({ findings: judgeMemory(memory, zone), is_usable: true });
  },
};

/** A value that the answer does not have. */
function lack({ time_shown }: Memory, key: string): Finding {
  return { ...time_shown, ...fault("key_missing", Infinity, { key, keys: "" }) };
}

function judgeMemory(memory: Memory, expected: string | undefined): Finding[] {
  const { zone } = memory;
  if (zone === undefined) return [lack(memory, "time_zone")];
  const got = String(JSON.stringify(zone.value));
  const wanted = JSON.stringify(expected ?? "CST");
  return judgeZone(zone.value, expected).map((one) => ({ frame: zone.frame, wanted, got, ...one }));
}

/** The checks of stage 3. */
export const stage_3: readonly Check[] = [time, time_value, time_zone];
