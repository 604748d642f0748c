import assert from "node:assert/strict";
import { weigh } from "./page_weight.ts";

Deno.test("a file is weighed once, and what is no file of the page is not", async () => {
  const weights = await weigh(["/", "/events", "/", "/static/favicon.svg"]);
  assert.deepEqual(weights.map(({ path }) => path), ["/", "/static/favicon.svg"]);
  for (const { bytes, gzip_bytes } of weights) assert.ok(gzip_bytes > 0 && gzip_bytes < bytes);
});
