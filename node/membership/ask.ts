/** The asks of students' ops: finds the node, checks that it may be asked, and has one exchange with it. */
import type { Asking } from "../../discovery/asks.ts";
import { locate } from "../../discovery/address/group.ts";
import { type Scope, scopeOfIp } from "../../discovery/address/scope.ts";
import type { Membership } from "../../discovery/membership.ts";
import { askOnce } from "../sockets/asker.ts";
import type { Dial } from "../sockets/dialer.ts";

/** What an ask needs. */
export interface AskMeans {
  readonly membership: Pick<Membership, "askFault">;
  readonly dial: Dial;
  now_ms(): number;
  readonly signal: AbortSignal;
}

/**
 * Sends one request to one node.
 *
 * @param text The request.
 * @returns The answer's text, and the scope of the node that gave it.
 * @throws {Error} A sentence for the student.
 */
export async function ask(
  addr: string,
  text: string,
  asking: Asking,
  { membership, dial, now_ms, signal }: AskMeans,
): Promise<{ readonly text: string; readonly scope: Scope }> {
  const target = locate(addr);
  if (target === undefined) throw new Error(`${addr} is no address of a node: write ws://HOST:PORT/ws.`);
  const fault = (ip: string) => membership.askFault(now_ms(), target, ip, asking);
  const { text: answer, ip } = await askOnce(dial, { target, text, fault, signal });
  return { text: answer, scope: scopeOfIp(ip) };
}
