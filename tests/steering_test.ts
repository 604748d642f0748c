/** Who may steer: a node behind a real nginx and behind a tunnel, neither of which it can tell from a neighbour. */
import assert from "node:assert/strict";
import { EventReader } from "../node/page/event_reader.ts";
import { clients_per_ip_max } from "../node/limits.ts";
import { drawKey } from "../node/page/steering_key.ts";
import { nginx_note, nginx_path, startNginx, startNginxWith } from "./nginx.ts";
import { RawClient } from "./raw_client.ts";
import { bare, certificate, documented, Steered, victim } from "./steered_node.ts";
import { openTunnel } from "./tunnel.ts";

const ignore = nginx_path === undefined && !(Deno.env.get("CI") === "true" && Deno.build.os === "linux");

/** Orders a dial as a program does it. */
async function order(port: number, headers: Record<string, string>): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/control/dial`, {
    method: "POST",
    headers,
    body: JSON.stringify({ addr: victim }),
  });
  await answer.body?.cancel();
  return answer.status;
}

async function may(port: number, headers: Record<string, string>): Promise<boolean> {
  return (await (await fetch(`http://127.0.0.1:${port}/key`, { method: "POST", headers })).json()).fits;
}

Deno.test({
  name: `nobody steers without the key: not at the node, nor through a bare nginx or a tunnel${nginx_note}`,
  ignore,
  async fn() {
    await using steered = new Steered();
    await using nginx = await startNginx(bare(steered.node.port));
    await using tunnel = openTunnel(steered.node.port);
    const { key, dialled } = steered;
    for (const port of [steered.node.port, nginx.port, tunnel.port]) {
      const reader = await EventReader.open(port);
      const snapshot = JSON.stringify(await reader.snapshot());
      await reader.close();
      assert.ok(snapshot.includes('"node"') && !snapshot.includes(key.text) && !snapshot.includes("token"));
      for (const headers of [{}, { "x-foxchain-key": drawKey() }, { "x-foxchain-token": key.text }]) {
        assert.equal(await may(port, headers as Record<string, string>), false);
        assert.equal(await order(port, headers as Record<string, string>), 401);
      }
    }
    assert.deepEqual(dialled, []);
    // With it everybody does: the key is what counts, and nothing else was in the way above.
    for (const port of [steered.node.port, nginx.port, tunnel.port]) {
      const headers = { "x-foxchain-key": key.text };
      assert.equal(await may(port, headers), true);
      const before: number = dialled.length;
      assert.equal(await order(port, headers), 200);
      assert.equal(dialled.length, before + 1);
    }
    // A page behind a bare nginx has another origin than the Host that arrives.
    const page = { "x-foxchain-key": key.text, origin: `http://127.0.0.1:${nginx.port}` };
    assert.equal(await order(nginx.port, page), 403);
  },
});

Deno.test({
  name: `with the lines of docs/install.md the key steers through nginx, and nothing else does${nginx_note}`,
  ignore,
  async fn() {
    await using steered = new Steered(["127.0.0.1"]);
    await using nginx = await startNginxWith((port) => documented(port, steered.node.port));
    const client = Deno.createHttpClient({ caCerts: [Deno.readTextFileSync(certificate.cert)] });
    try {
      const ask = async (path: string, init: RequestInit = {}) => {
        const answer = await fetch(
          `https://localhost:${nginx.port}${path}`,
          { ...init, client } as RequestInit,
        );
        return [answer.status, await answer.text()] as const;
      };
      assert.equal((await ask("/fox/healthz"))[0], 200);
      assert.equal(
        (await ask("/fox/key", { method: "POST", headers: { "x-foxchain-key": steered.key.text } }))[1],
        '{"fits":true}',
      );
      const origin = `https://localhost:${nginx.port}`;
      const post = { method: "POST", body: JSON.stringify({ addr: victim }) };
      assert.equal((await ask("/fox/control/dial", { ...post, headers: { origin } }))[0], 401);
      assert.deepEqual(steered.dialled, []);
      const headers = { origin, "x-foxchain-key": steered.key.text };
      assert.equal((await ask("/fox/control/dial", { ...post, headers }))[0], 200);
      assert.equal(steered.dialled.length, 1);
    } finally {
      client.close();
    }
  },
});

Deno.test("--proxy keeps the clients of a proxy apart; without it they are one", async () => {
  for (const proxies of [[], ["127.0.0.1"]]) {
    await using steered = new Steered(proxies);
    const { port } = steered.node;
    const from = (ip: string) => RawClient.connect(port, { "X-Forwarded-For": ip });
    const clients: RawClient[] = [];
    try {
      for (let count = 0; count < clients_per_ip_max; count++) clients.push(await from("203.0.113.7"));
      await assert.rejects(from("203.0.113.7"), /503/);
      const other = from("203.0.113.8").then((client) => clients.push(client));
      if (proxies.length > 0) await other;
      else await assert.rejects(other, /503/);
    } finally {
      for (const client of clients) client.drop();
    }
  }
});
