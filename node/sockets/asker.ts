/** Sends one request to a node on a new connection, reads one answer, and closes. */
import { DONE } from "../../discovery/close_codes.ts";
import type { Target } from "../../discovery/address/group.ts";
import { mib } from "../../discovery/units.ts";
import { message_bytes_max } from "../limits.ts";
import { closeCause, connectCause } from "./connect_cause.ts";
import type { Dial } from "./dialer.ts";

/** What to ask, and which node. */
export interface Question {
  readonly target: Target;
  /** The request. */
  readonly text: string;
  /** Called for each IP before it is tried: says why it must not be tried, as a sentence. */
  fault(ip: string): string | undefined;
  /** Ends the ask without waiting for the other end. */
  readonly signal: AbortSignal;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Asks. The first message that comes is the answer; a binary one is read as UTF-8, as a node reads its requests.
 *
 * @returns The answer's text as it came, and the IP of the node.
 * @throws {Error} A sentence for a person.
 */
export async function askOnce(dial: Dial, question: Question): Promise<{ text: string; ip: string }> {
  const { target, text, signal } = question;
  const { addr } = target;
  const gone = new AbortController();
  let fault: string | undefined;
  const permit = (ip: string) => (fault = question.fault(ip)) === undefined;
  let dialled;
  try {
    dialled = await dial({ target, permit, signal: AbortSignal.any([signal, gone.signal]) });
  } catch (error) {
    throw new Error(fault ?? `${addr} can't be reached: ${connectCause(error as Error).en}.`);
  }
  const { socket, ip } = dialled;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => {
    try {
      resolve(typeof data === "string" ? data : utf8.decode(data));
    } catch {
      reject(new Error(`${addr} answered bytes that are no UTF-8 text.`));
    }
  };
  socket.onerror = (event) => {
    const { code } = Object((event as ErrorEvent).error);
    if (code !== "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") return;
    reject(new Error(`${addr} answered more than ${message_bytes_max.loopback / mib} MiB.`));
  };
  // Aborting a signal ends the socket, too.
  socket.onclose = ({ code, reason }) =>
    reject(new Error(`${addr} did not answer: ${closeCause(code, reason).en}.`));
  try {
    socket.send(text);
    const answer = await promise;
    socket.close(DONE);
    return { text: answer, ip };
  } catch (error) {
    // A node that goes on sending a message that is too long would not read a close.
    gone.abort();
    throw error;
  }
}
