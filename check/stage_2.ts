/** Stage 2: the ops `register` and `peers`. */
import { type Answered, ask, type Question, seen } from "./ask.ts";
import { fault, type Finding, note } from "./causes.ts";
import type { Check, CheckContext, Outcome } from "./check.ts";
import { diagnoseList, diagnoseMissing } from "./list_diagnosis.ts";
import { type PeersReading, readPeers } from "./peers_reading.ts";
import { markOf, nodeMark } from "./random.ts";
import { statuses } from "./rules.ts";

const peers_question: Question = {
  text: '{"op": "peers"}',
  wish: { status: statuses.peers, error: "OK", response: "some" },
  op: "peers",
  cost: 3,
};

/** Asks for the list. */
async function askPeers(context: CheckContext): Promise<{ answered: Answered } & PeersReading> {
  const answered = await ask(context, peers_question);
  const { envelope, reply } = answered;
  const response_expected = envelope === undefined || isRefusal(envelope.status)
    ? undefined
    : readPeers(envelope);
  const reading = response_expected ?? { peers: undefined, findings: [] };
  const sample = { peers: reading.peers ?? ["ws://…"] };
  return { answered, peers: reading.peers, findings: seen(reading.findings, reply, peers_question, sample) };
}

function isRefusal(status: unknown): boolean {
  return typeof status === "number" && status >= 400;
}

const peers: Check = {
  id: "peers",
  stage: 2,
  points: 7,
  needs: ["envelope"],
  async run(context) {
    const { answered, peers, findings } = await askPeers(context);
    const own = nodeMark(context.url);
    const marks = new Set((peers ?? []).map(markOf).filter((mark) => mark !== undefined && mark !== own));
    const shared = marks.size === 0
      ? []
      : seen([note("shared_list", { count: marks.size })], answered.reply, undefined);
    return { findings: [...answered.findings, ...findings, ...shared], is_usable: peers !== undefined };
  },
};

const register: Check = {
  id: "register",
  stage: 2,
  points: 8,
  needs: ["envelope"],
  async run(context) {
    const { registered } = context.memory;
    const addresses = registered.length > 0 ? registered : [context.words.address(), context.words.address()];
    const [first, second] = addresses;
    const findings: Finding[] = [];
    let is_usable = false;
    // The last address is sent twice: a set holds it once. The address that is lost then shows the cause.
    for (const addr of [first!, second!, second!]) {
      const { findings: found, envelope } = await ask(context, registerQuestion(addr, 4));
      if (findings.length === 0) findings.push(...found);
      is_usable ||= envelope !== undefined && !isRefusal(envelope.status);
      if (envelope === undefined) break;
    }
    if (registered.length === 0) registered.push(...addresses);
    return { findings, is_usable };
  },
};

function registerQuestion(addr: unknown, cost: number): Question {
  return {
    text: JSON.stringify({ op: "register", args: { addr } }),
    wish: { status: statuses.register, error: "Accepted", response: "none" },
    op: "register",
    cost,
  };
}

const listed: Check = {
  id: "listed",
  stage: 2,
  points: 7,
  needs: ["peers", "register"],
  async run(context) {
    const { memory } = context;
    const { registered } = memory;
    const here = await askPeers(context);
    if (here.peers === undefined) return lost(here);
    const before = context.session.setAside();
    const elsewhere = await askPeers(context);
    // A program that answers twice may do so late: then the second answer is its own, and no broadcast.
    const answers_twice = context.session.sends_more;
    const is_broadcast = (before?.unread().length ?? 0) > 0 && !answers_twice;
    before?.close();
    const findings = [
      ...diagnoseMissing(registered, here.peers, elsewhere.peers ?? []),
      ...is_broadcast ? [fault("broadcast", 3)] : [],
    ];
    const sample = { peers: [...here.peers.filter((one) => !registered.includes(one)), ...registered] };
    memory.is_lossy ||= findings.some(({ cause }) =>
      /^(per_connection|replaced|first_only_listed)$/.test(cause)
    );
    return {
      findings: [
        ...here.answered.findings,
        ...here.findings,
        ...seen(findings, here.answered.reply, peers_question, sample),
      ],
      is_usable: findings.every(({ cost }) => cost < Infinity),
    };
  },
};

/** The list can't be read any more. */
function lost({ answered, findings }: { answered: Answered } & PeersReading): Outcome {
  return { findings: [...answered.findings, ...findings], is_usable: false };
}

/** Addresses in the list: so many that their order is hardly right by chance. */
const list_length = 5;

const register_list: Check = {
  id: "register_list",
  stage: 2,
  points: 5,
  needs: ["peers", "register", "listed"],
  async run(context) {
    const { words, memory } = context;
    const good = Array.from({ length: list_length }, () => words.address());
    const secure = words.address("wss");
    const bad = words.address("http");
    const sent = [...good.slice(0, 2), bad, ...good.slice(2), secure];
    const { envelope, findings, reply } = await ask(context, {
      ...registerQuestion(sent, 2),
      closed: "closed_list",
    });
    if (envelope === undefined) return { findings, is_usable: true };
    if (isRefusal(envelope.status)) {
      const values = { status: String(envelope.status) };
      return {
        findings: [
          ...findings.filter(({ cause }) => !isRefused(cause)),
          ...seen([fault("list_refused", 5, values)], reply, registerQuestion(sent, 2)),
        ],
        is_usable: true,
      };
    }
    const after = await askPeers(context);
    if (after.peers === undefined) return lost(after);
    const found = diagnoseList(
      { good, secure, bad, before: memory.is_lossy ? [] : memory.registered },
      after.peers,
    );
    memory.registered.push(...good, secure);
    const sample = { peers: [...after.peers.filter((one) => !sent.includes(one)), ...good, secure] };
    return {
      findings: [
        ...findings,
        ...after.findings,
        ...seen(found, after.answered.reply, peers_question, sample),
      ],
      is_usable: true,
    };
  },
};

const scheme: Check = {
  id: "scheme",
  stage: 2,
  points: 4,
  needs: ["peers", "register", "listed"],
  async run(context) {
    const bad = context.words.address("http");
    const { envelope, findings, reply } = await ask(context, registerQuestion(bad, 2));
    if (envelope === undefined) return { findings, is_usable: true };
    if (isRefusal(envelope.status)) {
      const refused = fault("scheme_refused", 2, { status: String(envelope.status) });
      const others = findings.filter(({ cause }) => !/^(status_other|window|text_)/.test(cause));
      return { findings: [...others, ...seen([refused], reply, registerQuestion(bad, 2))], is_usable: true };
    }
    const after = await askPeers(context);
    if (after.peers === undefined) return lost(after);
    const unchecked = after.peers.includes(bad) ? [fault("scheme_unchecked", 4, { addr: bad })] : [];
    const sample = { peers: after.peers.filter((one) => one !== bad) };
    return {
      findings: [
        ...findings,
        ...after.findings,
        ...seen(unchecked, after.answered.reply, peers_question, sample),
      ],
      is_usable: true,
    };
  },
};

const no_addr: Check = {
  id: "no_addr",
  stage: 2,
  points: 4,
  needs: ["envelope"],
  is_risky: true,
  async run(context) {
    const findings: Finding[] = [];
    for (const text of ['{"op": "register", "args": {}}', '{"op": "register"}']) {
      const answered = await ask(context, {
        text,
        wish: {
          status: statuses.no_addr,
          error: 'Operation "register" requires the following "args": "addr"',
          response: "null",
        },
        op: "",
        cost: 3,
        closed: "closed_missing_key",
        silent: "silent_branch",
      });
      const named = answered.findings.map((finding): Finding =>
        finding.cause === "status_other" && !isRefusal(answered.envelope?.status) &&
          !tells(answered, "requires")
          ? { ...finding, cause: "args_not_checked" }
          : finding.cost === Infinity
          // Each of the two messages is worth half.
          ? { ...finding, cost: 2 }
          : finding
      );
      findings.push(
        ...named.filter(({ cause }) =>
          !findings.some((other) => other.cause === cause && cause !== "closed_missing_key")
        ),
      );
    }
    return { findings, is_usable: true };
  },
};

/** Causes that only say that the node refused. */
function isRefused(cause: Finding["cause"]): boolean {
  return cause === "status_other" || cause === "window" || cause === "swallowed";
}

/** Whether the text of an answer names the fault. */
function tells({ envelope }: Answered, word: string): boolean {
  return typeof envelope?.error === "string" && envelope.error.includes(word);
}

/** The checks of stage 2. */
export const stage_2: readonly Check[] = [peers, register, listed, register_list, scheme, no_addr];
