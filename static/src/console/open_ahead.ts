/** Opens the page's first connection before anything is there to use it: the page is made while it is on its way. */
import { DONE } from "../../../discovery/close_codes.ts";
import type { OpenSocket } from "./connection.ts";

/**
 * Opens a socket at once, and hands it to the first who asks for that URL. Whoever asks for another gets another, and the
 * first is closed. The caller asks in the same task: an event that came before it would be missed.
 *
 * @param url Begins with ws:// or wss://.
 * @param open_socket May throw; then whoever asks is told.
 */
export function openAhead(
  url: string,
  open_socket: OpenSocket = (url) => new WebSocket(url),
): OpenSocket {
  let ahead: WebSocket | undefined;
  try {
    ahead = open_socket(url);
  } catch {
    // It throws again when somebody asks.
  }
  return (asked_url) => {
    const first = ahead;
    ahead = undefined;
    if (first !== undefined && asked_url === url) return first;
    first?.close(DONE);
    return open_socket(asked_url);
  };
}
