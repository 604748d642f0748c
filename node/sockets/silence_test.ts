import assert from "node:assert/strict";
import type { Scope } from "../../discovery/address/scope.ts";
import { idle_timeout_s, silence_spared_from_strangers_s } from "../limits.ts";
import { longestSilent } from "./silence.ts";

const at = (scope: Scope, silent_s: number) => ({ scope, silent_since_ms: 10_000_000 - silent_s * 1000 });
const goes = (clients: ReturnType<typeof at>[], newcomer: Scope) =>
  longestSilent(clients, newcomer, 10_000_000);

Deno.test("nobody goes who has been silent for less than a public client may be", () => {
  for (const scope of ["private", "loopback"] as const) {
    assert.equal(goes([at(scope, idle_timeout_s - 1)], scope), undefined);
    const silent = at(scope, idle_timeout_s);
    assert.equal(goes([at(scope, 1), silent], scope), silent);
  }
});

Deno.test("a stranger has nobody closed who may still be thinking", () => {
  const thinking = at("private", silence_spared_from_strangers_s - 1);
  assert.equal(goes([thinking], "public"), undefined);
  assert.equal(goes([thinking], "private"), thinking);
  const away = at("private", silence_spared_from_strangers_s);
  assert.equal(goes([thinking, away], "public"), away);
});

Deno.test("who comes from this computer takes no place of those from elsewhere, nor the other way round", () => {
  const [here, there] = [at("loopback", 9000), at("private", 9000)];
  assert.equal(goes([here, there], "loopback"), here);
  assert.equal(goes([here, there], "private"), there);
  assert.equal(goes([here], "private"), undefined);
});

Deno.test("the longest silent goes first, and one to be left alone never", () => {
  const clients = [300, 900, 600].map((silent_s) => at("private", silent_s));
  assert.equal(goes([...clients, { scope: "private", silent_since_ms: Infinity }], "private"), clients[1]);
  assert.equal(goes([{ scope: "private", silent_since_ms: Infinity }], "private"), undefined);
});
