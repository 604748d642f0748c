/** A node of another make: whatever a test wants it to do on its WebSockets. */

/** A running one. `await using` ends it. */
export interface SocketServer extends AsyncDisposable {
  /** Where it is reached. */
  readonly url: string;
}

/** Serves WebSockets at every path of a free loopback port. */
export function serveSockets(received: (text: string, socket: WebSocket) => void): SocketServer {
  const sockets = new Set<WebSocket>();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    sockets.add(socket);
    socket.onmessage = ({ data }) => received(data, socket);
    socket.onclose = () => sockets.delete(socket);
    return response;
  });
  return {
    url: `ws://localhost:${server.addr.port}/ws`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.close();
      await server.shutdown();
    },
  };
}
