/** Looks at another node: whether it can be reached, what its clock says, and whether it reaches this computer. */
import { scopeOfIp } from "../../discovery/address/scope.ts";
import { locate } from "../../discovery/address/group.ts";
import { clock_offset_told_s } from "../limits.ts";
import type { Finding } from "./finding.ts";
import { textOf, urlAt } from "./own_node.ts";
import type { NoConnection, Session } from "./session.ts";
import type { DoctorOptions, DoctorWorld } from "./world.ts";

const ways = {
  refused: "way_refused",
  unreachable: "way_unreachable",
  silent: "way_silent",
  no_name: "way_no_name",
  no_node: "way_no_node",
} as const satisfies Record<NoConnection["kind"], Finding["id"]>;

/** How the dial of the other node ended. */
export function lookAtWay(
  session: Session | NoConnection,
  url: string,
  { timeout_ms }: DoctorOptions,
  world: DoctorWorld,
): Finding {
  const values = { url, seconds: timeout_ms / 1000 };
  if (session.kind !== "open") {
    return {
      subject: "way",
      state: "finding",
      id: ways[session.kind],
      values: { ...values, cause: session.cause },
    };
  }
  const is_own = isThisComputer(locate(url)?.host ?? "", world);
  return {
    subject: "way",
    state: is_own ? "unknown" : "ok",
    id: is_own ? "way_own" : "way_open",
    values: { ...values, ms: Math.round(session.ms) },
  };
}

/** Compares this computer's clock with the other node's; undefined where that does not answer at all. */
export async function lookAtClock(
  session: Session | undefined,
  url: string,
  { clock }: DoctorWorld,
): Promise<Finding | undefined> {
  const start_s = clock.now_s();
  const answer = await session?.ask("time");
  if (session !== undefined && answer === undefined) return undefined;
  const end_s = clock.now_s();
  const zone = await clock.zone(end_s);
  const time = (answer?.response as { time?: unknown } | null | undefined)?.time;
  if (typeof time !== "number" || !Number.isFinite(time)) {
    // As people write it, in the zone of this computer.
    const now = new Date(end_s * 1000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
      .replace("T", " ");
    return { subject: "clock", state: "unknown", id: "clock_unknown", values: { now, zone } };
  }
  const error_s = (end_s - start_s) / 2;
  const offset_s = time - (start_s + end_s) / 2;
  const differs = Math.abs(offset_s) > clock_offset_told_s + error_s;
  return {
    subject: "clock",
    state: differs ? "finding" : "ok",
    id: differs ? "clock_differs" : "clock_same",
    values: {
      url,
      offset: Number(offset_s.toFixed(3)),
      error: Number(Math.max(error_s, 0.001).toFixed(3)),
      zone,
      other: textOf(answer?.response, "time_zone") ?? "?",
    },
  };
}

/**
 * Has the other node dial this computer. Only that is a proof: this computer always reaches its own address.
 *
 * @param nonce The nonce of this computer's node; undefined where no node runs that answers `hello`.
 */
export async function lookAtReach(
  session: Session,
  url: string,
  nonce: string | undefined,
  { net, port }: DoctorOptions,
  world: DoctorWorld,
): Promise<Finding> {
  const say = (state: Finding["state"], id: Finding["id"], values: Finding["values"] = {}): Finding => ({
    subject: "reach",
    state,
    id,
    values: { url, port, ...values },
  });
  if (nonce === undefined) return say("unknown", "reach_no_node");
  const hello = await session.ask("hello", { v: 1, net, nonce });
  const seen = textOf(hello?.response, "seen");
  if (hello?.status !== 200 || seen === undefined) return say("unknown", "reach_not_spoken");
  if (textOf(hello.response, "nonce") === nonce || scopeOfIp(seen) === "loopback") {
    return say("unknown", "reach_own");
  }
  const theirs = textOf(hello.response, "net") ?? "?";
  if (theirs !== net) return say("finding", "reach_other_net", { theirs, net });
  const addr = urlAt(seen, port);
  const verify = await session.ask("verify", { addr });
  if (verify?.status !== 200) return say("unknown", "reach_not_spoken");
  const is_own = isThisComputer(seen, world);
  if ((verify.response as { dialable?: unknown } | null)?.dialable === true) {
    // Where both share the computer the dial never left it.
    return isThisComputer(locate(url)?.host ?? "", world)
      ? say("unknown", "reach_own")
      : say("ok", "reach_yes", { addr });
  }
  if (!is_own) return say("finding", "reach_translated", { seen });
  return say("finding", cannot[world.os] ?? "reach_no", { addr });
}

const cannot: Readonly<Record<string, Finding["id"]>> = {
  windows: "reach_no_windows",
  darwin: "reach_no_darwin",
  linux: "reach_no_linux",
};

function isThisComputer(host: string, world: DoctorWorld): boolean {
  if (host === "localhost" || scopeOfIp(host) === "loopback") return true;
  return world.interfaces().some(({ address }) => address === host);
}
