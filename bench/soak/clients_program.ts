/**
 * The clients of a soak: a program of its own, so that their work is not the measuring program's. Its argument is a plan
 * as JSON. Every ten seconds it prints one JSON line for each node with what its clients waited.
 */
import { WebSocket } from "ws";
import { isRefusal } from "./asker.ts";

/** Whom the clients ask. */
export interface ClientsPlan {
  readonly nodes: readonly { name: string; port: number; share: number }[];
  /** Clients of each kind, divided among the nodes by their shares. */
  readonly lecture: number;
  readonly trackers: number;
  readonly pages: number;
}

/** What the clients of one node saw in ten seconds. */
export interface ClientsLine {
  readonly name: string;
  readonly connected: number;
  readonly answers: number;
  /** Questions that got another status than the one that is due. */
  readonly wrong: number;
  /** Registers that the node did not accept: the honest answer of a full disk, and of a Redis that is away. */
  readonly refused: number;
  /** Questions whose connection ended before the answer. */
  readonly lost: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly longest_ms: number;
}

const line_ms = 10_000;
const again_ms = 1_000;
/** A lecture client asks so often, a tracker so often. */
const lecture_ms = 2_000;
const tracker_ms = 10_000;

class Seen {
  connected = 0;
  answers = 0;
  wrong = 0;
  refused = 0;
  lost = 0;
  waits_ms: number[] = [];

  line(name: string): ClientsLine {
    const waits = this.waits_ms.sort((a, b) => a - b);
    const at = (share: number) => Number((waits[Math.ceil(waits.length * share) - 1] ?? 0).toFixed(2));
    const { connected, answers, wrong, refused, lost } = this;
    const line = {
      name,
      connected,
      answers,
      wrong,
      refused,
      lost,
      p50_ms: at(0.5),
      p99_ms: at(0.99),
      longest_ms: at(1),
    };
    this.answers =
      this.wrong =
      this.refused =
      this.lost =
        0;
    this.waits_ms = [];
    return line;
  }
}

let registered = 0;
/** As many addresses as a node keeps of this computer's without pushing others out. */
const addresses = 1_000;

/** Loopback addresses where nobody listens: a dial is refused at once, and nothing leaves this machine. */
function address(): string {
  const n = registered++ % addresses;
  return `ws://127.${100 + (n >> 16 & 63)}.${n >> 8 & 255}.${n & 255}:9/ws`;
}

const dialogue = [
  () => ({ op: "register", args: { addr: address() } }),
  () => ({ op: "peers" }),
  () => ({ op: "time", args: { timezone: "CST" } }),
];
const due = new Map([["register", 202], ["peers", 200], ["time", 200]]);

/** Asks for ever, one question at a time, and comes back when it is cut off. */
function client(port: number, seen: Seen, questions: typeof dialogue, each_ms: number): void {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { handshakeTimeout: 30_000 });
  let asked: { op: string; at_ms: number } | undefined;
  let turn = 0;
  const ask = () => {
    if (socket.readyState !== WebSocket.OPEN) return;
    const question = questions[turn++ % questions.length]!();
    asked = { op: question.op, at_ms: performance.now() };
    socket.send(JSON.stringify(question));
  };
  socket.on("open", () => {
    seen.connected++;
    setTimeout(ask, Math.random() * each_ms);
  });
  socket.on("message", (data) => {
    if (asked === undefined) return;
    seen.waits_ms.push(performance.now() - asked.at_ms);
    seen.answers++;
    const answer = JSON.parse(String(data));
    if (asked.op === "register" && isRefusal(answer)) seen.refused++;
    else if (answer.status !== due.get(asked.op)) seen.wrong++;
    asked = undefined;
    setTimeout(ask, each_ms * (0.5 + Math.random()));
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    if (asked !== undefined) seen.lost++;
    setTimeout(() => client(port, seen, questions, each_ms), again_ms * (0.5 + Math.random()));
  });
  socket.on("open", () => socket.once("close", () => seen.connected--));
}

/** A page: it reads the node's events to their end, and comes back. */
async function page(port: number, seen: Seen): Promise<void> {
  let open = false;
  try {
    const { body, status } = await fetch(`http://127.0.0.1:${port}/events`);
    open = status === 200;
    if (open) seen.connected++;
    for await (const _ of body!);
  } catch {
    // The node is away.
  } finally {
    if (open) seen.connected--;
  }
  setTimeout(() => page(port, seen), again_ms);
}

const plan: ClientsPlan = JSON.parse(Deno.args[0]!);
const seen = plan.nodes.map(() => new Seen());
/** Node by node as often as its share says. */
const places = plan.nodes.flatMap(({ port, share }, n) =>
  Array.from({ length: share }, () => ({ port, its: seen[n]! }))
);
const spread = (count: number, start: (port: number, seen: Seen) => void) => {
  for (let n = 0; n < count; n++) {
    const { port, its } = places[n % places.length]!;
    start(port, its);
  }
};
spread(plan.lecture, (port, its) => client(port, its, dialogue, lecture_ms));
spread(plan.trackers, (port, its) => client(port, its, [dialogue[1]!], tracker_ms));
spread(plan.pages, page);
setInterval(() => {
  for (const [n, { name }] of plan.nodes.entries()) console.log(JSON.stringify(seen[n]!.line(name)));
}, line_ms);
// The measuring program ends this one by closing its input.
for await (const _ of Deno.stdin.readable);
Deno.exit();
