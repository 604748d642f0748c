/** Tries to steer a node over some way to its port, with all that its answers give away. */
import { Tcp } from "./tcp.ts";

/** What was tried, and what came of it. */
export interface Attempt {
  /** Words of `GET /events` that may be a secret, and were tried as one. */
  readonly words: number;
  /** Statuses of `POST /control/dial`; 200 means that it steered. */
  readonly statuses: readonly number[];
}

const body = JSON.stringify({ addr: "ws://127.0.0.1:22/ws" });

/** Sends one HTTP request and reads what comes, at most for so long. */
export async function ask(
  port: number,
  head: string,
  headers: Readonly<Record<string, string>>,
  text = "",
  ms = 1_500,
): Promise<string> {
  const tcp = await Tcp.open({ host: "127.0.0.1", port });
  if (tcp === undefined) return "";
  const length: Record<string, string> = text === "" ? {} : { "Content-Length": `${text.length}` };
  const all = { Host: `127.0.0.1:${port}`, Connection: "close", ...length, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  await tcp.write(`${head} HTTP/1.1\r\n${lines}\r\n${text}`);
  const timer = setTimeout(() => tcp.close(), ms);
  const answer = await tcp.readToEnd();
  clearTimeout(timer);
  return answer;
}

/** The status of an answer; 0 where there is none. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
}

/**
 * Reads the events, takes every text in them that may be a secret, and orders a dial with each, and with none.
 *
 * @param headers What this way or this attacker adds to each request.
 */
export async function steer(port: number, headers: Readonly<Record<string, string>> = {}): Promise<Attempt> {
  const events = await ask(port, "GET /events", headers);
  // A token or a key is a long word; ages, addresses and versions are not.
  const secrets = [...new Set([...events.matchAll(/"([0-9A-Za-z_-]{16,})"/g)].map(([, word]) => word!))];
  const statuses: number[] = [];
  for (const secret of ["", ...secrets]) statuses.push(await order(port, secret, headers));
  return { words: secrets.length, statuses };
}

/** Orders a dial with a secret in every header that ever bore one. Returns the answer's status. */
export async function order(
  port: number,
  secret: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const bearing: Record<string, string> = secret === ""
    ? {}
    : { "X-Foxchain-Token": secret, "X-Foxchain-Key": secret, "Authorization": `Bearer ${secret}` };
  const all = { "Content-Type": "application/json", ...bearing, ...headers };
  return statusOf(await ask(port, "POST /control/dial", all, body));
}
