/** Opens the page's first connection before the console is there. The page is made while the connection opens. */
import { DONE } from "../../../discovery/close_codes.ts";
import type { OpenSocket } from "./connection.ts";

/**
 * Opens a socket at once, for the first call with that URL. A first call with another URL gets another socket, and this
 * one is closed. The call must come in the same task, so that no event is missed.
 *
 * @param url Begins with ws:// or wss://.
 * @param open_socket May throw; then the call throws, too.
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
