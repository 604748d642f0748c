import assert from "node:assert/strict";
import { until } from "../../../node/test_until.ts";
import { startTestNode, within } from "../../test_node.ts";
import { now_ms } from "./clock.ts";
import { class_size, Honest } from "./honest.ts";
import { has_proc } from "../../node_process.ts";

// Only Linux takes every address of 127.0.0.0/8 for its own.
Deno.test({
  name: "honest clients are served by a node, and notice when it is gone",
  ignore: !has_proc,
  async fn() {
    const node = startTestNode();
    await using honest = new Honest(node.port);
    await within(20_000, "the class", until(() => honest.class_room === class_size));
    const from_ms = now_ms();
    await within(20_000, "answers", until(() => honest.service("public", from_ms, Infinity).asked >= 25));
    const to_ms = now_ms();
    const served = honest.service("local", from_ms, to_ms);
    assert.equal(served.share_percent, 100);
    assert.ok(served.longest_ms < 1_000);

    const gone_ms = now_ms();
    await node.stop();
    await within(20_000, "the end of the class", until(() => honest.class_room === 0));
    const again = startTestNode(node.port);
    await within(20_000, "the class again", until(() => honest.class_room === class_size));
    const back_ms = now_ms();
    const late = () => honest.service("local", gone_ms, back_ms);
    await within(20_000, "late answers", until(() => late().asked > 0));
    await honest.end();
    // A question comes due every 50 ms, and a client that was cut off connects anew after 200 ms.
    assert.ok(late().longest_ms >= 100);
    await again.stop();
  },
});
