/** The lab's seven steps: what a student sends for each, and what in a request and its answer proves it, by the rules of `check/`. */
import { isKept, isPeerList, isRightTime, isZone, type Moment, statuses } from "../../../check/rules.ts";
import { type Facts, texts } from "./evidence.ts";

/** The steps, in the order in which the lecture does them. */
export const step_ids = ["page", "empty", "register", "listed", "bad_json", "unknown_op", "time"] as const;

/** Names a step. */
export type StepId = typeof step_ids[number];

/** Steps that are proved by an answer; `page` is proved by this page itself. */
export type SentStepId = Exclude<StepId, "page">;

/** Why an exchange that aimed at a step does not prove it. */
export type Miss =
  | "status"
  | "no_list"
  | "not_empty"
  | "nothing_registered"
  | "not_listed"
  | "no_time"
  | "no_zone"
  | "not_seconds";

/** What went before on the same node. */
export interface Earlier {
  /** Addresses whose registration was accepted. */
  readonly registered: readonly string[];
  /** When the judged request was sent and answered. */
  readonly moment: Moment;
}

/** One step. */
export interface SentStep {
  readonly id: SentStepId;
  /** The status that its answer bears. */
  readonly status: number;
  /** Whether the request was meant for this step. */
  aims(facts: Facts, earlier: Earlier): boolean;
  /** What is missing in the answer; undefined: it proves the step. */
  miss(facts: Facts, earlier: Earlier): Miss | undefined;
}

/** The lecture's ops and the homework's: a node that answers 404 to one of them lacks it. */
const lecture_ops: readonly unknown[] = ["peers", "register", "time"];

/** The steps that are done by sending. */
export const sent_steps: readonly SentStep[] = [
  {
    id: "empty",
    status: statuses.peers,
    aims: asksForAllPeers,
    miss: ({ response }) =>
      !isPeerList(response.peers) ? "no_list" : response.peers.length > 0 ? "not_empty" : undefined,
  },
  {
    id: "register",
    status: statuses.register,
    aims: ({ op }) => op === "register",
    miss: (facts) => registeredBy(facts).length === 0 ? "nothing_registered" : undefined,
  },
  {
    id: "listed",
    status: statuses.peers,
    aims: ({ op }, { registered }) => op === "peers" && registered.length > 0,
    miss: ({ response }, { registered }) =>
      !isPeerList(response.peers)
        ? "no_list"
        : registered.some((addr) => spelledIn(response.peers, addr) !== undefined)
        ? undefined
        : "not_listed",
  },
  {
    id: "bad_json",
    status: statuses.bad_json,
    aims: ({ is_json }) => !is_json,
    miss: () => undefined,
  },
  {
    id: "unknown_op",
    status: statuses.unknown_op,
    aims: ({ op, status }) => op !== undefined && !lecture_ops.includes(op) && status !== 200,
    miss: () => undefined,
  },
  {
    id: "time",
    status: statuses.time,
    aims: ({ op }) => op === "time",
    miss: ({ response: { time, time_zone } }, { moment }) =>
      time === undefined || time_zone === undefined
        ? "no_time"
        : !isRightTime(time, moment)
        ? "not_seconds"
        : isZone(time_zone)
        ? undefined
        : "no_zone",
  },
];

/** The addresses that a `register` asks a node to keep; the lecture's node takes others too and ignores them. */
export function registeredBy({ args }: Facts): readonly string[] {
  return texts(args.addr).filter(isKept);
}

/** How a list spells an address: nodes may keep another spelling of the same one. Undefined: it is not there. */
export function spelledIn(peers: unknown, addr: string): string | undefined {
  const listed = texts(peers);
  return listed.includes(addr) ? addr : listed.find((text) => canonical(text) === canonical(addr));
}

/** A page of the list may be empty while the list is not. */
function asksForAllPeers({ op, args }: Facts): boolean {
  return op === "peers" && args.limit === undefined && args.after === undefined;
}

function canonical(addr: string): string {
  return URL.canParse(addr) ? new URL(addr).href : addr;
}
