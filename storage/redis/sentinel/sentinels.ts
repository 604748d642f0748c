/**
 * Asks sentinels where the master is. It is asked anew at each beginning of a session, and a session never comes back by
 * itself. So the client's own `createSentinel` is not used: it connects again and sends again when it likes, and then
 * nobody knows what of a register has arrived.
 */
import { redis_sentinel_deadline_ms } from "../../limits.ts";
import { StorageError } from "../../storage.ts";
import { isAnswer, RedisConnection } from "../server/connection.ts";
import { chosenMaster, isDecided, type SentinelAnswer } from "./master_choice.ts";
import { type RedisPlace, shownServer } from "../server/redis_url.ts";
import { masterLost, noSentinel, replaced, unknownMaster } from "./sentinel_faults.ts";
import type { HostAndPort, SentinelPlace } from "./sentinel_url.ts";

/**
 * Finds the master, and does something with it.
 *
 * @param place Of a server: then that server is the master.
 * @param signal Gives up asking.
 * @param work Must look whether the server says so itself: sentinels may be behind.
 * @throws {StorageError} `away`, `unknown name` or `no entry`, or what `work` throws.
 */
export async function withMaster<Result>(
  place: RedisPlace | SentinelPlace,
  signal: AbortSignal,
  work: (master: RedisPlace) => Promise<Result>,
): Promise<Result> {
  if (!("sentinels" in place)) return await work(place);
  const master = await findMaster(place, signal);
  try {
    return await work(master);
  } catch (error) {
    const is_lost = error instanceof StorageError && error.fault === "away" && error.cause !== undefined;
    if (is_lost) throw masterLost(place, master, error);
    throw error;
  }
}

/**
 * Looks whether most of the sentinels now name another master than this one. An old master takes writes for some seconds
 * after it was replaced, and loses them when it becomes a copy.
 *
 * @returns Why this one may no longer be used; undefined as long as it may, and where too few sentinels answer.
 */
export async function movedFrom(
  place: RedisPlace | SentinelPlace,
  { host, port, shown }: RedisPlace,
  signal: AbortSignal,
): Promise<StorageError | undefined> {
  if (!("sentinels" in place)) return undefined;
  const answers = await answersOf(place, signal);
  const found = chosenMaster(answers);
  if (found === undefined || !isDecided(answers, place.sentinels.length)) return undefined;
  return found.host === host && found.port === port ? undefined : replaced(place, shown);
}

/** The server that most of the sentinels name. It may be gone, or no longer the master. */
async function findMaster(place: SentinelPlace, signal: AbortSignal): Promise<RedisPlace> {
  const answers = await answersOf(place, signal);
  const found = chosenMaster(answers);
  if (found === undefined) {
    if (answers.includes("unknown name")) throw unknownMaster(place);
    // What a sentinel says itself, e.g. that it wants a password, tells more than the silence of another.
    const refusing = answers.findIndex((answer) => answer instanceof Error && isAnswer(answer.cause));
    const told = Math.max(0, refusing);
    throw noSentinel(place, place.sentinels[told]!, answers[told]);
  }
  const { database, tls, username, password } = place;
  const server = { ...found, database, tls };
  return { ...server, shown: shownServer(server), username, password };
}

/** All are asked at once, so that those that are gone cost no time. */
async function answersOf(place: SentinelPlace, signal: AbortSignal): Promise<readonly SentinelAnswer[]> {
  const { sentinels } = place;
  const answers: SentinelAnswer[] = [];
  // What comes after the decision counts no more.
  const decided = new AbortController();
  const ended = AbortSignal.any([signal, decided.signal]);
  await Promise.all(sentinels.map(async (sentinel, index) => {
    const answer = await ask(place, sentinel, ended);
    if (decided.signal.aborted) return;
    answers[index] = answer;
    if (isDecided(answers.flat(), sentinels.length)) decided.abort();
  }));
  return answers.flat();
}

async function ask(
  place: SentinelPlace,
  { host, port }: HostAndPort,
  signal: AbortSignal,
): Promise<SentinelAnswer> {
  const { tls, master, sentinel_password: password } = place;
  const sentinel = {
    host,
    port,
    tls,
    database: 0,
    shown: `${host}:${port}`,
    ...(password ? { password } : {}),
  };
  let connection: RedisConnection | undefined;
  try {
    connection = await RedisConnection.open(sentinel, () => {}, {
      deadline_ms: redis_sentinel_deadline_ms,
      signal,
    });
    const reply = await connection.send(["SENTINEL", "get-master-addr-by-name", master]);
    if (!Array.isArray(reply)) return "unknown name";
    return { host: String(reply[0]), port: Number(reply[1]) };
  } catch (error) {
    return error as Error;
  } finally {
    connection?.close();
  }
}
