import assert from "node:assert/strict";
import { own_networks_kept_ms } from "../limits.ts";
import { ownSources } from "./own_sources.ts";

Deno.test("a computer that moves to another network counts its new neighbours one by one within a minute", () => {
  let now_ms = 0;
  let looks = 0;
  let own = "2600:1:2:3::1";
  const keysOf = ownSources(() => {
    looks++;
    return [own];
  }, () => now_ms);
  own = "2600:5:6:7::1";
  now_ms = own_networks_kept_ms - 1;
  assert.equal(keysOf("2600:5:6:7::2").narrow, "2600:5:6:7::/64");
  now_ms = own_networks_kept_ms;
  assert.equal(keysOf("2600:5:6:7::2").narrow, "2600:5:6:7::2");
  assert.equal(keysOf("2600:1:2:3::2").narrow, "2600:1:2:3::/64");
  assert.equal(looks, 2);
});
