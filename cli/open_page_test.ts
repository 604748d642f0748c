import assert from "node:assert/strict";
import { browserCommand, openPage } from "./open_page.ts";
import { Output } from "./output.ts";
import { TestTerminal } from "./test_terminal.ts";

const url = "http://localhost:9000/";

Deno.test("each system has its command, none of them a shell", () => {
  assert.deepEqual(browserCommand(url, "linux"), ["xdg-open", url]);
  assert.deepEqual(browserCommand(url, "freebsd"), ["xdg-open", url]);
  assert.deepEqual(browserCommand(url, "darwin"), ["open", url]);
  assert.deepEqual(browserCommand(url, "windows"), ["rundll32", "url.dll,FileProtocolHandler", url]);
});

Deno.test("a browser that does not open is only a warning, with the URL to open by hand", async () => {
  const cases: [() => Promise<boolean>, boolean][] = [
    [() => Promise.resolve(true), false],
    [() => Promise.resolve(false), true],
    [() => Promise.reject(new Deno.errors.NotFound("xdg-open")), true],
  ];
  for (const [runProgram, warned] of cases) {
    const terminal = new TestTerminal({ runProgram });
    await openPage(`${url}#code=c0de`, url, terminal, new Output(terminal));
    assert.ok(!terminal.stderr.includes("c0de"));
    assert.equal(
      terminal.stderr.includes(`warning: the browser did not open. Open the page by hand: ${url}`),
      warned,
    );
  }
});
