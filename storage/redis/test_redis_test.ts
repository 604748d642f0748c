import assert from "node:assert/strict";
import { has_redis, redis_note, TestRedis } from "./test_redis.ts";

Deno.test({
  name: `TestRedis.start() says why a server refuses its settings, and leaves no folder${redis_note}`,
  ignore: !has_redis || Deno.build.os === "windows",
  async fn() {
    const [temporary, before] = [await Deno.makeTempDir(), Deno.env.get("TMPDIR")];
    Deno.env.set("TMPDIR", temporary);
    try {
      await assert.rejects(TestRedis.start(["--no-such-setting", "1"]), /no-such-setting/);
      assert.deepEqual([...Deno.readDirSync(temporary)], []);
    } finally {
      if (before === undefined) Deno.env.delete("TMPDIR");
      else Deno.env.set("TMPDIR", before);
      await Deno.remove(temporary, { recursive: true });
    }
  },
});
