/** Looks at everything, in an order in which each look can use the earlier ones. */
import { lanWords } from "../lan_words.ts";
import type { Finding } from "./finding.ts";
import { subjects } from "./finding.ts";
import { isRedisUrl } from "../../storage/redis/server/redis_url.ts";
import { shownDb } from "../db_url.ts";
import { both, type Words } from "../language.ts";
import { lookAtAddresses } from "./own_addresses.ts";
import { lookAtClock, lookAtReach, lookAtWay } from "./other_node.ts";
import { lookAtListening, lookAtPort, type OnPort } from "./own_node.ts";
import type { DoctorOptions, DoctorWorld } from "./world.ts";

/** All findings, by subject. */
export async function examine(options: DoctorOptions, world: DoctorWorld): Promise<Finding[]> {
  const here = lookAround(options, world);
  const on_port = await lookAtPort(options, world);
  const found = [
    on_port.finding,
    ...await lookAtListening(on_port, options, world),
    ...lookAtAddresses(world.interfaces(), options.port),
    await lookAtStore(on_port, options, world),
    ...await lookAtOther(on_port, options, world),
    await here,
  ];
  return found.sort((one, other) => subjects.indexOf(one.subject) - subjects.indexOf(other.subject));
}

async function lookAtOther(on_port: OnPort, options: DoctorOptions, world: DoctorWorld): Promise<Finding[]> {
  const { url, timeout_ms } = options;
  const untried: Finding = { subject: "reach", state: "unknown", id: "reach_not_asked", values: {} };
  const no_clock = async () => [(await lookAtClock(undefined, "", world))!];
  if (url === undefined) {
    return [
      { subject: "way", state: "unknown", id: "way_not_asked", values: {} },
      untried,
      ...await no_clock(),
    ];
  }
  const session = await world.open(url, timeout_ms);
  const way = lookAtWay(session, url, options, world);
  if (session.kind !== "open") return [way, untried, ...await no_clock()];
  try {
    const clock = await lookAtClock(session, url, world);
    if (clock === undefined) {
      const mute: Finding = { ...way, state: "finding", id: "way_mute" };
      return [mute, untried, ...await no_clock()];
    }
    return [
      way,
      clock,
      await withNode(on_port, options, world, (nonce) => lookAtReach(session, url, nonce, options, world)),
    ];
  } finally {
    session.close();
  }
}

/** Has a node listen meanwhile, if none does. */
async function withNode(
  on_port: OnPort,
  options: DoctorOptions,
  world: DoctorWorld,
  work: (nonce: string | undefined) => Promise<Finding>,
): Promise<Finding> {
  if (on_port.state !== "none" || options.port === 0) return await work(on_port.nonce);
  const end = await world.startNode(options);
  try {
    return await work((await lookAtPort(options, world)).nonce);
  } finally {
    await end();
  }
}

async function lookAtStore(
  { state }: OnPort,
  { db, port }: DoctorOptions,
  world: DoctorWorld,
): Promise<Finding> {
  const say = (state: Finding["state"], id: Finding["id"], cause: Words = both("")): Finding => ({
    subject: "database",
    state,
    id,
    values: { db: shownDb(db), cause },
  });
  if (db === ":memory:") return say("ok", "database_memory");
  const answers = async () => state === "node" && await world.isReady(port);
  if (isRedisUrl(db)) {
    return await answers() ? say("ok", "database_server_ready") : say("unknown", "database_server");
  }
  const { fault, cause } = await world.tryStore(db);
  if (fault === undefined) return say("ok", "database_ok");
  if (fault === "other") return say("finding", "database_fault", cause);
  if (await answers()) return say("ok", "database_of_node");
  return say("finding", "database_in_use");
}

async function lookAround(options: DoctorOptions, world: DoctorWorld): Promise<Finding> {
  const { nodes, fault } = await world.look(options);
  const list = nodes.map(({ addr, net }) => net === options.net ? addr : `${addr} (--net ${net})`).join(", ");
  if (nodes.length > 0) return { subject: "here", state: "ok", id: "here_nodes", values: { list } };
  if (fault !== undefined) {
    return { subject: "here", state: "unknown", id: "here_unable", values: { cause: lanWords(fault) } };
  }
  return { subject: "here", state: "unknown", id: "here_nobody", values: {} };
}
