/** Right nodes that are neither foxchain nor Python: as a student writes them with Node's ws and with Deno. */
// @ts-types="@types/ws"
import { type WebSocket as WsSocket, WebSocketServer } from "ws";

/** A node with a URL; `await using` ends it. */
export interface RightNode extends AsyncDisposable {
  readonly url: string;
}

/** With ws, as under Node. */
export async function wsNode(): Promise<RightNode> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", path: "/ws" });
  const node = new Answers();
  server.on("connection", (socket: WsSocket) => {
    socket.on("message", (data) => socket.send(JSON.stringify(node.answer(String(data)))));
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `ws://127.0.0.1:${port}/ws`,
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** With Deno.serve. */
export function denoNode(): RightNode {
  const node = new Answers();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    if (new URL(request.url).pathname !== "/ws") return new Response("Not found", { status: 404 });
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(JSON.stringify(node.answer(String(data))));
    return response;
  });
  return { url: `ws://127.0.0.1:${server.addr.port}/ws`, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** The lecture's dialogue. */
class Answers {
  readonly #peers = new Set<string>();

  answer(text: string): unknown {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return this.#refuse(500, "Cannot parse request message.");
    }
    if (typeof message !== "object" || message === null || !("op" in message)) {
      return this.#refuse(500, "Message body is not supported.");
    }
    const { op, args } = message;
    if (op === "peers") return { status: 200, error: "OK", response: { peers: [...this.#peers] } };
    if (op === "time") {
      const response = { time: (performance.timeOrigin + performance.now()) / 1000, time_zone: "CST" };
      return { status: 200, error: "OK", response };
    }
    if (op !== "register") return this.#refuse(404, `Operation "${op}" is not supported.`);
    if (args?.addr === undefined) {
      return this.#refuse(500, 'Operation "register" requires the following "args": "addr"');
    }
    for (const addr of [args.addr].flat()) if (/^wss?:\/\//.test(addr)) this.#peers.add(addr);
    return { status: 202, error: "Accepted" };
  }

  #refuse(status: number, error: string): unknown {
    return { status, error, response: null };
  }
}
