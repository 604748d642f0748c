import assert from "node:assert/strict";
import { placeOf } from "../../discovery/address/group.ts";
import { parseAddress } from "../../discovery/address/address.ts";
import { message_bytes_max } from "../limits.ts";
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
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const waiting = dialled("ws://slow.example/ws", { timeout_ms: 20, resolve: () => promise });
  await assert.rejects(waiting, /no answer in 20 ms/);
  resolve(["203.0.113.7"]);
});

Deno.test("what a name led to is asked about once, and without permission nothing is dialled", async () => {
  const asked: string[] = [];
  const permit = (ip: string) => {
    asked.push(ip);
    return false;
  };
  const refused = dialled("ws://a.example/ws", { resolve: () => Promise.resolve(["127.0.0.1"]) }, permit);
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
  const { socket } = await dialled(`ws://a.example:${server.addr.port}/ws`, {
    resolve: () => Promise.resolve(["127.0.0.1"]),
  });
  await new Promise((resolve) => socket.onclose = resolve);
  assert.deepEqual(hosts, ["a.example"]);
  await server.shutdown();
});

/** A node of another make, on 127.0.0.1 only: it tells under which IPs it was reached. */
async function withNode(use: (port: number) => Promise<void>): Promise<void> {
  await withSockets((socket) => socket.onopen = () => socket.close(), use);
}

/** Dials a name that leads to these IPs; tells which were asked about and which answered. */
async function dialName(port: number, ips: readonly string[], permit = (_ip: string) => true) {
  const asked: string[] = [];
  const means = { resolve: () => Promise.resolve(ips), attempt_delay_ms: 20 };
  const ask = (ip: string) => {
    asked.push(ip);
    return permit(ip);
  };
  const dialling = dialled(`ws://a.example:${port}/ws`, means, ask);
  const { socket, ip } = await dialling.catch((error) => ({ socket: undefined, ip: String(error) }));
  if (socket !== undefined) await new Promise((resolve) => socket.onclose = resolve);
  return { asked, ip };
}

for (const first of ["127.0.0.9", "::1"]) {
  Deno.test(`a name that leads to ${first} and 127.0.0.1 arrives where only the second is served`, async () => {
    await withNode(async (port) => {
      const { asked, ip } = await dialName(port, [first, "127.0.0.1"]);
      assert.deepEqual([asked, ip], [[first, "127.0.0.1"], "127.0.0.1"]);
    });
  });
}

/** Listens and accepts nobody. Its queue is full, so Linux lets further connections wait without an answer. */
async function fullListener(hostname: string, port: number): Promise<Disposable> {
  const listener = Deno.listen({ hostname, port, tcpBacklog: 1 });
  const queued = [await Deno.connect({ hostname, port }), await Deno.connect({ hostname, port })];
  return {
    [Symbol.dispose]() {
      for (const connection of [listener, ...queued]) connection.close();
    },
  };
}

Deno.test({
  name: "an IP that swallows everything gets company after a moment, and the one that answers counts",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await withNode(async (port) => {
      using _full = await fullListener("127.0.0.7", port);
      const { asked, ip } = await dialName(port, ["127.0.0.7", "127.0.0.1"]);
      assert.deepEqual([asked, ip], [["127.0.0.7", "127.0.0.1"], "127.0.0.1"]);
    });
  },
});

Deno.test("an IP that answers leaves the others untouched", async () => {
  await withNode(async (port) => {
    const { asked, ip } = await dialName(port, ["127.0.0.1", "127.0.0.9", "::1"]);
    assert.deepEqual([asked, ip], [["127.0.0.1"], "127.0.0.1"]);
  });
});

Deno.test("four IPs of a name are tried, not a fifth, and those that must not be dialled do not count", async () => {
  await withNode(async (port) => {
    const dead = (count: number) => Array.from({ length: count }, (_, n) => `127.0.1.${n + 1}`);
    const forbidden = dead(40).slice(20);
    const permit = (ip: string) => !forbidden.includes(ip);
    const fourth = await dialName(port, [...forbidden, ...dead(3), "127.0.0.1"], permit);
    assert.deepEqual([fourth.asked.length, fourth.ip], [24, "127.0.0.1"]);
    const fifth = await dialName(port, [...dead(4), "127.0.0.1"], permit);
    assert.deepEqual(fifth.asked, dead(4));
    assert.match(fifth.ip, /refused/i);
  });
});

Deno.test("of a name with a forbidden IP among others only the others are dialled", async () => {
  await withNode(async (port) => {
    // The node listens there: only the permission keeps the dialler away.
    const { asked, ip } = await dialName(port, ["127.0.0.1", "127.0.0.9"], (ip) => ip !== "127.0.0.1");
    assert.deepEqual(asked, ["127.0.0.1", "127.0.0.9"]);
    assert.match(ip, /refused/i);
  });
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

/** A WebSocket server of this process. */
async function withSockets(
  serve: (socket: WebSocket) => void,
  use: (port: number) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    serve(socket);
    return response;
  });
  await use(server.addr.port);
  await server.shutdown();
}

Deno.test("a dial is ended by its signal, and so is the connection that it led to", async () => {
  const silent = async (conn: Deno.Conn) => {
    while (await conn.read(new Uint8Array(1024)).catch(() => null) !== null);
    conn.close();
  };
  await withServer(silent, async (port) => {
    const end = new AbortController();
    const target = targetOf(`ws://127.0.0.1:${port}/ws`);
    const permit = () => {
      setTimeout(() => end.abort(new Error("not wanted any more")), 20);
      return true;
    };
    await assert.rejects(dial({ target, permit, signal: end.signal }), /not wanted any more/);
  });
  const closed = Promise.withResolvers<number>();
  await withSockets((socket) => socket.onclose = ({ code }) => closed.resolve(code), async (port) => {
    const end = new AbortController();
    const target = targetOf(`ws://127.0.0.1:${port}/ws`);
    const { socket } = await dial({ target, permit: () => true, signal: end.signal });
    const gone = new Promise((resolve) => socket.onclose = resolve);
    end.abort();
    await Promise.all([gone, closed.promise]);
  });
});

Deno.test("a message of 1 MiB arrives, and a longer one ends the connection with 1009", async () => {
  const limit = message_bytes_max.loopback;
  for (const [bytes, code] of [[limit, 1000], [limit + 1, 1009]] as const) {
    const closed = Promise.withResolvers<number>();
    const serve = (socket: WebSocket) => {
      socket.onopen = () => socket.send("x".repeat(bytes));
      socket.onclose = (event) => closed.resolve(event.code);
    };
    await withSockets(serve, async (port) => {
      const { socket } = await dialled(`ws://127.0.0.1:${port}/ws`, {});
      socket.onerror = () => {};
      socket.onmessage = ({ data }) => {
        assert.equal(data.length, limit);
        socket.close(1000);
      };
      assert.equal(await closed.promise, code);
    });
  }
});

Deno.test("wss is dialled at the permitted IP, and a certificate that nobody vouches for is refused", async () => {
  const pem = (name: string) =>
    Deno.readTextFileSync(new URL(`../../tests/fixtures/${name}`, import.meta.url));
  const tls = { cert: pem("localhost_cert.pem"), key: pem("localhost_key.pem") };
  let requests = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {}, ...tls }, () => {
    requests++;
    return new Response();
  });
  const means = { resolve: () => Promise.resolve(["127.0.0.1"]) };
  await assert.rejects(
    dialled(`wss://localhost:${server.addr.port}/ws`, means),
    /certificate|UnknownIssuer/i,
  );
  assert.equal(requests, 0);
  await server.shutdown();
});
