/** A database that goes while the node runs: what is promised then is not kept. */
import { RawClient } from "../raw_client.ts";
import { pause } from "./kit/target.ts";
import type { Lab } from "./measure/lab.ts";
import { trial } from "./trial.ts";

const count = 100;
/** A node may take so long to notice. */
const notice_ms = 5_000;

/** What came of one way to lose it. */
interface Loss {
  readonly readyz: number;
  readonly register: number;
  readonly kept: number;
}

/** Loses the database of a running node, registers, and looks after a restart what is there. */
async function lose(lab: Lab, spoil: (db: string) => Promise<void>): Promise<Loss> {
  const node = await lab.start();
  await spoil(node.db);
  let readyz = 0;
  for (const end_ms = performance.now() + notice_ms; readyz !== 503 && performance.now() < end_ms;) {
    await pause(100);
    readyz = (await node.get("/readyz"))?.status ?? 0;
  }
  using client = await RawClient.connect(node.port);
  const addr = Array.from({ length: count }, (_, n) => `ws://lost${n}.example:9000/ws`);
  const register: number =
    JSON.parse(await client.ask(JSON.stringify({ op: "register", args: { addr } }))).status;
  await node.stop();
  const again = await lab.start({ folder: node.folder });
  using second = await RawClient.connect(again.port);
  const kept = JSON.parse(await second.ask('{"op":"peers"}')).response.peers.length;
  await again.stop();
  return { readyz, register, kept };
}

async function remove(db: string): Promise<void> {
  for (const end of ["", "-wal", "-shm"]) await Deno.remove(db + end).catch(() => {});
}

async function replace(db: string): Promise<void> {
  await Deno.writeFile(`${db}.new`, new Uint8Array());
  await Deno.rename(`${db}.new`, db);
}

/** The trial `lost-database`. */
export const lost_database = trial({
  name: "lost-database",
  tries:
    "deletes, and replaces, the database of a running node, then registers 100 addresses and starts it again",
  async run(lab) {
    const losses = { deleted: await lose(lab, remove), replaced: await lose(lab, replace) };
    const found = Object.entries(losses).map(([how, { readyz, register, kept }]) =>
      `${how}: \`/readyz\` ${readyz}, \`register\` ${register}, ${kept} kept`
    );
    // What is lost must not have been promised.
    const honest = ({ readyz, register, kept }: Loss) =>
      kept === count || (readyz === 503 && register !== 202);
    return { found: found.join("; "), withstood: Object.values(losses).every(honest) };
  },
});
