import assert from "node:assert/strict";
import { placeOf } from "../discovery/group.ts";
import { parseAddress } from "../discovery/address.ts";
import { dial, type DialMeans } from "./dialer.ts";

const targetOf = (text: string) => placeOf(parseAddress(text).address!);
const never = new AbortController().signal;

function dialled(text: string, means: DialMeans, permit = (_: string) => true) {
  return dial({ target: targetOf(text), permit, signal: never }, means);
}

/** A TCP server on a free port of this machine that does the same to everyone. */
async function withServer(serve: (conn: Deno.Conn) => Promise<void>, use: (port: number) => Promise<void>) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const done = (async () => {
    for await (const conn of listener) await serve(conn).catch(() => {});
  })();
  await use(listener.addr.port);
  listener.close();
  await done;
}

Deno.test("a dial ends in time although the other end sends a header line now and then", async () => {
  const line = new TextEncoder().encode("X-Wait: a little\r\n");
  const trickle = async (conn: Deno.Conn) => {
    await conn.write(new TextEncoder().encode("HTTP/1.1 101 Switching Protocols\r\n"));
    const timer = setInterval(() => conn.write(line).catch(() => {}), 20);
    // Reads until the dialler is gone.
    while (await conn.read(new Uint8Array(1024)).catch(() => null) !== null);
    clearInterval(timer);
    conn.close();
  };
  await withServer(trickle, async (port) => {
    await assert.rejects(dialled(`ws://127.0.0.1:${port}/ws`, { timeout_ms: 200 }), /no answer in 200 ms/);
  });
});

Deno.test("a dial ends in time although the look-up of the name does not", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const waiting = dialled("ws://slow.example/ws", { timeout_ms: 20, resolve: () => promise });
  await assert.rejects(waiting, /no answer in 20 ms/);
  resolve("203.0.113.7");
});

Deno.test("what a name led to is asked about once, and without permission nothing is dialled", async () => {
  const asked: string[] = [];
  const permit = (ip: string) => {
    asked.push(ip);
    return false;
  };
  const refused = dialled("ws://a.example/ws", { resolve: () => Promise.resolve("127.0.0.1") }, permit);
  await assert.rejects(refused, /127\.0\.0\.1 must not be dialled/);
  assert.deepEqual(asked, ["127.0.0.1"]);
});

Deno.test("a name is dialled at the IP that was permitted", async () => {
  const hosts: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    hosts.push(request.headers.get("host")!.split(":")[0]!);
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => socket.close();
    return response;
  });
  const socket = await dialled(`ws://a.example:${server.addr.port}/ws`, {
    resolve: () => Promise.resolve("127.0.0.1"),
  });
  await new Promise((resolve) => socket.onclose = resolve);
  assert.deepEqual(hosts, ["a.example"]);
  await server.shutdown();
});

Deno.test("a redirect is not followed", async () => {
  const visited: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ url }) => {
    visited.push(new URL(url).pathname);
    return Response.redirect(new URL("/elsewhere", url));
  });
  await assert.rejects(dialled(`ws://127.0.0.1:${server.addr.port}/ws`, {}), /302/);
  assert.deepEqual(visited, ["/ws"]);
  await server.shutdown();
});
