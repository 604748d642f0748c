/** What an op has answered is stored: the process is killed while votes come in, and none that was acknowledged is lost. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { RawClient } from "./raw_client.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const vote =
  `export default async (_, { store }) => ({ votes: await store.update("votes", (n = 0) => n + 1) });
`;

async function start(folder: string): Promise<{ port: number; kill(): Promise<void> }> {
  const options = [
    "--host",
    "127.0.0.1",
    "--port",
    "0",
    "--no-dial",
    "--db",
    "p.sqlite",
    "--ops",
    "ops",
    "--log",
    "json",
  ];
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-all",
      "--unstable-worker-options",
      main,
      "--worker-options",
      ...options,
    ],
    cwd: folder,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const loaded = Promise.withResolvers<number>();
  const reading = (async () => {
    let log = "";
    for await (const text of process.stderr.pipeThrough(new TextDecoderStream())) {
      log += text;
      const port = /"port":(\d+),/.exec(log)?.[1];
      if (port !== undefined && log.includes("loaded as the op vote")) loaded.resolve(Number(port));
    }
    loaded.reject(new Error(log));
  })();
  return {
    port: await loaded.promise,
    async kill() {
      process.kill("SIGKILL");
      await Promise.all([process.status, reading]);
    },
  };
}

async function votes(client: RawClient): Promise<number> {
  return JSON.parse(await client.ask('{"op":"vote"}')).response.votes;
}

Deno.test("an acknowledged vote survives the kill of the process", async () => {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_votes_" });
  try {
    Deno.mkdirSync(`${folder}/ops`);
    Deno.writeTextFileSync(`${folder}/ops/vote.ts`, vote);
    let acknowledged = 0;
    for (const _round of [1, 2, 3]) {
      const node = await start(folder);
      {
        using client = await RawClient.connect(node.port);
        const first = await votes(client);
        assert.ok(first > acknowledged, `${first} follows ${acknowledged}`);
        acknowledged = first;
        for (let n = 0; n < 30; n++) acknowledged = await votes(client);
      }
      await node.kill();
    }
    assert.ok(acknowledged >= 93);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
