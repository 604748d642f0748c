import assert from "node:assert/strict";
import { lanWords } from "./lan_words.ts";

Deno.test("each cause that lan/ tells has its Chinese", () => {
  const finder = Deno.readTextFileSync("lan/finder.ts");
  const link = Deno.readTextFileSync("lan/multicast_link.ts");
  const told = [...finder.matchAll(/#fault\("([^"]+)"\)/g), ...link.matchAll(/return "([a-z][^"]+ [^"]+)";/g)]
    .map(([, cause]) => cause!);
  assert.equal(told.length, 3);
  for (const cause of told) assert.match(lanWords(cause).zh, /\p{Script=Han}/u, cause);
});
