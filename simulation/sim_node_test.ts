import assert from "node:assert/strict";
import { rowOf } from "../storage/peer_row.ts";
import { World } from "./world.ts";

Deno.test("messages as values give the very run that they give as JSON text through dispatch", async () => {
  const run = async (text: boolean) => {
    const world = new World({ seed: 7, loss: 0.02, text });
    const lecture = [world.startLecture(), world.startLecture("drops the connection")];
    const through = lecture.map(({ addr }) => addr);
    await world.startMany(20, 10, (index) => ({ through, advertise: index % 2 === 0 }));
    await world.run(900);
    for (const node of world.nodes.slice(0, 10)) node.kill("process");
    await world.run(900);
    return {
      trace: world.network.trace,
      books: world.living.map(({ membership }) => [...membership.book.entries()].map(rowOf)),
    };
  };
  assert.deepEqual(await run(false), await run(true));
});
