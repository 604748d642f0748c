import assert from "node:assert/strict";
import * as codes from "./close_codes.ts";

Deno.test("close codes are those of RFC 6455 and of its registry: other programs know the numbers only", () => {
  assert.deepEqual({ ...codes }, {
    DONE: 1000,
    GOING_AWAY: 1001,
    CUT_OFF: 1006,
    RULE_BROKEN: 1008,
    TOO_BIG: 1009,
    FAULT: 1011,
    RESTARTING: 1012,
    TRY_LATER: 1013,
  });
});
