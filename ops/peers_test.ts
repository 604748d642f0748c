import assert from "node:assert/strict";
import { peers_page_default } from "../discovery/limits.ts";
import { dispatch } from "./dispatch.ts";
import { JsonText } from "./json_text.ts";
import { testContext } from "./test_context.ts";

for (
  const [args, limit, after] of [
    [{}, peers_page_default, undefined],
    [{ limit: 5 }, 5, undefined],
    [{ after: "ws://a/ws" }, peers_page_default, "ws://a/ws"],
    [{ limit: 5, after: "ws://a/ws" }, 5, "ws://a/ws"],
  ] as const
) {
  Deno.test(`peers pays for the page that it asks for, and gets it: ${JSON.stringify(args)}`, async () => {
    const asked: unknown[] = [];
    const charged: number[] = [];
    const peers = {
      ...testContext().peers,
      page: (...page: unknown[]) => {
        asked.push(["page", ...page]);
        return JsonText.encode({ peers: [] });
      },
      pageCost: (...page: unknown[]) => {
        asked.push(["cost", ...page]);
        return 7;
      },
    };
    const charge = (tokens: number) => charged.push(tokens) > 0;
    await dispatch(JSON.stringify({ op: "peers", args }), testContext({ peers, charge })).text;
    assert.deepEqual(asked, [["cost", limit, after], ["page", limit, after]]);
    assert.deepEqual(charged, [1, 6]);
  });
}

Deno.test("the price of a page is asked for before its arguments are checked: of odd ones that of the usual page", async () => {
  const priced: unknown[] = [];
  const peers = { ...testContext().peers, pageCost: (...page: unknown[]) => priced.push(page) };
  const text = JSON.stringify({ op: "peers", args: { limit: "5", after: 5 } });
  const { status } = JSON.parse(await dispatch(text, testContext({ peers })).text);
  assert.deepEqual([status, priced], [500, [[peers_page_default, undefined]]]);
});
