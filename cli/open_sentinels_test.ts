import assert from "node:assert/strict";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { shownDb } from "./db_url.ts";
import { openStore } from "./open_store.ts";
import { startFailure } from "./start_failure.ts";

const flags = { nodeId: undefined, port: 9000, net: "foxchain", peersMax: 10 };
const urls = ["redis-sentinel://fox:secret@a,b,c", "rediss+sentinel://fox:secret@a,b/0"];

for (const db of urls) {
  Deno.test(`${db.slice(0, db.indexOf(":"))}: a URL without the master's name is a usage error with the right form, and shows no password`, async () => {
    await assert.rejects(openStore({ ...flags, db }, {}), (error: unknown) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, exit_codes.usage);
      assert.match(error.words.en, /name by which the sentinels know the master/);
      assert.match(error.words.zh, /主服务器名字/);
      assert.match(error.next?.en ?? "", /redis-sentinel:\/\/.*\/mymaster\/0/);
      assert.doesNotMatch(JSON.stringify([error.words, error.next]) + shownDb(db), /secret/);
      return true;
    });
  });
}

Deno.test("sentinels that don't answer stop a start with the command that asks them", async () => {
  const db = "redis-sentinel://127.0.0.1:1,127.0.0.1:2/mymaster";
  const error = await openStore({ ...flags, db }, {}).then(() => undefined, (error: unknown) => error);
  const failure = startFailure(error, { port: 9000, host: "::", db });
  assert.ok(failure instanceof Failure, String(error));
  assert.equal(failure.code, exit_codes.unavailable);
  assert.match(
    failure.message,
    /No sentinel of redis-sentinel:\/\/127\.0\.0\.1:1,127\.0\.0\.1:2\/mymaster\/0 answers/,
  );
  assert.match(failure.next?.en ?? "", /SENTINEL MASTERS/);
});
