import assert from "node:assert/strict";
import { parseAddress } from "../discovery/address/address.ts";
import { address_characters_max } from "../discovery/address/limits.ts";
import { addressWords } from "./address_words.ts";

const refused = [
  "http://a",
  "ws://" + "x".repeat(address_characters_max),
  "ws://a b",
  "ws://a:x",
  "ws://a/#",
  "ws://a?",
  "ws://u@a",
  "ws://",
  "ws://a:0",
  "ws://0.0.0.0",
  "ws://224.0.0.1",
  "ws://255.255.255.255",
  "ws://240.0.0.1",
  "ws://[fe80::1]",
];

for (const text of refused) {
  Deno.test(`why ${text.slice(0, 30)} is no address exists in Chinese`, () => {
    const { zh } = addressWords(parseAddress(text).fault!);
    assert.match(zh, /^[^a-z]*(ws:\/\/[^a-z]*wss:\/\/)?[^a-z]*$/);
    assert.match(zh, /\p{Script=Han}/u);
  });
}

Deno.test("each reason that the reader of addresses has is among those above", () => {
  const source = Deno.readTextFileSync("discovery/address/address.ts");
  const scope = Deno.readTextFileSync("discovery/address/scope.ts");
  const reasons = [
    ...source.matchAll(/fault: ["`]([^"`$]+)/g),
    ...scope.matchAll(/"([a-z -]+ address[a-z ]*)"/g),
  ]
    .map(([, reason]) => reason!.trimEnd().replace(/ \($/, ""));
  assert.ok(reasons.length > 10);
  const met = refused.map((text) => parseAddress(text).fault!).join("\n");
  for (const reason of reasons) assert.ok(met.includes(reason), reason);
});
