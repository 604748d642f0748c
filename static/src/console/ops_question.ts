/**
 * Asks a node for its ops on a separate connection, so that the numbers and answers of the conversation stay as they
 * are.
 */
import { DONE } from "../../../discovery/close_codes.ts";
import { type OpenSocket, slow_after_ms } from "./connection.ts";
import { type OpDescription, readOps } from "./op_description.ts";
import { browser_timers, type Timers } from "./timers.ts";

/** The state of a WebSocket that is not open yet. */
const CONNECTING = 0;

/**
 * Asks once. A node that has no such op may answer anything, stay silent or drop the connection; that does not disturb
 * the conversation, and counts as no description.
 *
 * @param answered Called once, with undefined for a node that does not describe itself.
 * @returns Gives up the question; then nothing is called.
 */
export function askForOps(
  url: string,
  answered: (ops: readonly OpDescription[] | undefined) => void,
  open_socket: OpenSocket = (url) => new WebSocket(url),
  timers: Timers = browser_timers,
): () => void {
  let asking = true;
  const socket = open_socket(url);
  const callOff = timers.after(slow_after_ms, () => finish(undefined));
  // Chromium complains of a socket that is closed before it is open, so one that was given up is closed here.
  socket.onopen = () => asking ? socket.send('{"op":"ops"}') : socket.close(DONE);
  socket.onmessage = ({ data }) => finish(typeof data === "string" ? readOps(data) : undefined);
  socket.onclose = () => finish(undefined);

  function giveUp(): void {
    asking = false;
    callOff();
    if (socket.readyState !== CONNECTING) socket.close(DONE);
  }

  function finish(ops: readonly OpDescription[] | undefined): void {
    if (!asking) return;
    giveUp();
    answered(ops);
  }

  return giveUp;
}
