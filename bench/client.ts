/** Opens bare WebSocket connections for the load programs. Runs under Deno, Node and Bun. */
import process from "node:process";
import { connect, type Socket } from "node:net";

/**
 * Connects to `/ws` on this machine.
 *
 * @returns The socket right after the upgrade; what it delivers from then on are frames.
 * @throws {Error} The connection or the upgrade is refused.
 */
export function openConnection(port: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const decoder = new TextDecoder();
  let head = "";
  const readHead = (chunk: Uint8Array) => {
    head += decoder.decode(chunk);
    if (!head.endsWith("\r\n\r\n")) return;
    socket.off("data", readHead);
    if (head.startsWith("HTTP/1.1 101 ")) resolve(socket);
    else reject(new Error(`The upgrade was refused: ${head.slice(0, 200)}`));
  };
  socket.on("data", readHead);
  socket.on("error", reject);
  socket.write(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
  );
  return promise;
}

/** Ends a load program that can't go on. */
export function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}
