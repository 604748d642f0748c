import assert from "node:assert/strict";
import { InvalidArgumentError } from "commander";
import { readProxies } from "./options.ts";

Deno.test("--proxy may be repeated, and may hold several", () => {
  assert.deepEqual(readProxies("::1, 10.0.0.1", readProxies("127.0.0.1")), ["127.0.0.1", "::1", "10.0.0.1"]);
});

for (const text of ["", "localhost", "10.0.0.0/8", "127.0.0.1:80", "[::1]", "127.0.0.1,", "127.1"]) {
  Deno.test(`--proxy ${JSON.stringify(text)} is refused with what it must be`, () => {
    assert.throws(
      () => readProxies(text),
      (error) => error instanceof InvalidArgumentError && /IP from which the proxy calls/.test(error.message),
    );
  });
}
