/** Nodes for tests: one that answers by a script, such as the lecture's program would, and foxchain's own. */
import { TRY_LATER } from "../discovery/close_codes.ts";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";

/** A server that is gone at the end of the test's `await using`. */
export interface TestNode extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
}

/**
 * A server that answers each message with what the script says; undefined is silence, "" a close with 1013.
 *
 * @param port 0 lets the system pick one.
 */
export function scriptedNode(script: (request: string) => string | undefined, port = 0): TestNode {
  const server = Deno.serve({ port, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => {
      const answer = script(data);
      if (answer === "") socket.close(TRY_LATER, "full");
      else if (answer !== undefined) socket.send(answer);
    };
    return response;
  });
  return testNode(server.addr.port, () => server.shutdown());
}

/** A foxchain node with an empty store. */
export function foxchainNode(): TestNode {
  const node = startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage() });
  return testNode(node.port, () => node.stop());
}

/** A server that greets every TCP connection with the bytes, or says nothing at all. */
export function tcpServer(greeting?: string): TestNode {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const sockets: Deno.Conn[] = [];
  const serving = (async () => {
    for await (const socket of listener) {
      sockets.push(socket);
      if (greeting !== undefined) await socket.write(new TextEncoder().encode(greeting));
    }
  })();
  return testNode(listener.addr.port, async () => {
    listener.close();
    await serving;
    for (const socket of sockets) socket.close();
  });
}

function testNode(port: number, stop: () => Promise<void>): TestNode {
  return { port, url: `ws://127.0.0.1:${port}/ws`, [Symbol.asyncDispose]: stop };
}
