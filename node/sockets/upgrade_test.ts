import assert from "node:assert/strict";
import { upgradeRefusal } from "./upgrade.ts";

const proper = {
  "upgrade": "websocket",
  "connection": "Upgrade",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version": "13",
};

function refusal(headers: Record<string, string>, method = "GET") {
  return upgradeRefusal(new Request("http://localhost/ws", { headers, method }));
}

function without(name: keyof typeof proper): Record<string, string> {
  return Object.fromEntries(Object.entries(proper).filter(([key]) => key !== name));
}

Deno.test("upgradeRefusal() accepts a proper request, whatever the case of its tokens", () => {
  for (const upgrade of ["websocket", "WebSocket", "WEBSOCKET", "h2c, WebSocket"]) {
    for (const connection of ["Upgrade", "upgrade", "keep-alive, Upgrade"]) {
      assert.equal(refusal({ ...proper, upgrade, connection }), undefined);
    }
  }
});

Deno.test("upgradeRefusal() answers 426 where no upgrade to a WebSocket is asked for", () => {
  const cases = [
    {},
    without("upgrade"),
    without("connection"),
    { ...proper, upgrade: "h2c" },
    { ...proper, upgrade: "websockets" },
    { ...proper, connection: "close" },
  ];
  for (const headers of cases) {
    const { status, headers: answered, reason } = refusal(headers)!;
    assert.deepEqual([status, answered], [426, { upgrade: "websocket", connection: "upgrade" }]);
    assert.match(reason, /WebSocket client/);
  }
});

Deno.test("upgradeRefusal() answers 426 with the one version that it speaks", () => {
  for (const version of ["8", "", "130", "13, 8"]) {
    const { status, headers } = refusal({ ...proper, "sec-websocket-version": version })!;
    assert.deepEqual([status, headers["sec-websocket-version"]], [426, "13"]);
  }
  assert.equal(refusal(without("sec-websocket-version"))?.status, 426);
});

Deno.test("upgradeRefusal() answers 400 without a key, and to anything but GET", () => {
  assert.equal(refusal(without("sec-websocket-key"))?.status, 400);
  assert.equal(refusal({ ...proper, "sec-websocket-key": "" })?.status, 400);
  for (const method of ["POST", "HEAD", "OPTIONS"]) assert.equal(refusal(proper, method)?.status, 400);
});
