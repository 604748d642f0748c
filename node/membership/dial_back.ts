/** The dial-back of `verify`: dials the requester's own IP, sends hello, reads the nonce, and closes. */
import type { HelloReply } from "../../discovery/state/effects.ts";
import { hello_timeout_ms } from "../../discovery/limits.ts";
import type { DialBack } from "../../discovery/inbound.ts";
import { PendingRequests, type Settled } from "../../ops/pending_requests.ts";
import type { Dial } from "../sockets/dialer.ts";
import { DONE } from "../../discovery/close_codes.ts";

/** What a dial-back needs. */
export interface DialBackOptions {
  readonly dial: Dial;
  readonly net: string;
  readonly signal: AbortSignal;
}

/**
 * Asks the node at an address for its nonce.
 *
 * @returns Undefined for every kind of failure alike.
 */
export async function dialBack(
  { target }: DialBack,
  { dial, net, signal }: DialBackOptions,
): Promise<string | undefined> {
  const ip = target.host;
  const dialled = await dial({ target, ip, permit: (found) => found === ip, signal }).catch(() => undefined);
  if (dialled === undefined) return undefined;
  const { socket } = dialled;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const timer = setTimeout(resolve, hello_timeout_ms);
  const requests = new PendingRequests();
  socket.onmessage = ({ data }) => {
    const answer = answerOf(requests, data);
    if (answer !== undefined) resolve((answer.response as HelloReply | undefined)?.nonce);
  };
  // Aborting the signal ends the socket, too.
  socket.onclose = () => resolve(undefined);
  // A random nonce: with the node's own, the other end would take the dial-back for this node.
  socket.send(requests.add("hello", { v: 1, net, nonce: crypto.randomUUID() }));
  const nonce = await promise;
  clearTimeout(timer);
  socket.close(DONE);
  return nonce;
}

function answerOf(requests: PendingRequests, data: unknown): Settled | undefined {
  try {
    return requests.settle(JSON.parse(String(data)));
  } catch {
    return undefined;
  }
}
