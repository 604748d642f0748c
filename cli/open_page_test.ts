import assert from "node:assert/strict";
import { browserCommand, openPage } from "./open_page.ts";
import { Output } from "./output.ts";
import { TestTerminal } from "./test_terminal.ts";
import { permissions } from "../tools/permissions.ts";

const url = "http://localhost:9000/";

Deno.test("each system has its command, none of them a shell", () => {
  assert.deepEqual(browserCommand(url, "linux"), ["/usr/bin/xdg-open", url]);
  assert.deepEqual(browserCommand(url, "freebsd"), ["xdg-open", url]);
  assert.deepEqual(browserCommand(url, "darwin"), ["/usr/bin/open", url]);
  assert.deepEqual(browserCommand(url, "windows"), [
    "C:/Windows/System32/rundll32.exe",
    "url.dll,FileProtocolHandler",
    url,
  ]);
});

Deno.test("what is run is what the permission to run holds", () => {
  for (const os of ["linux", "darwin", "windows"] as const) {
    assert.ok(permissions([os]).includes(`--allow-run=${browserCommand(url, os)[0]}`));
  }
});

Deno.test({
  name: "the browser's opener runs under the narrowed permissions, whatever PATH finds first",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const probe = `import { browserCommand } from ${JSON.stringify(import.meta.resolve("./open_page.ts"))};
      const [name, ...args] = browserCommand("x", "linux");
      try { console.log((await new Deno.Command(name, { args }).output()).code); } catch (error) { console.log(error.name); }`;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        ...permissions(["linux"]),
        `data:text/typescript,${encodeURIComponent(probe)}`,
      ],
      env: { PATH: "/bin:/usr/bin" },
    }).output();
    // Where there is none it is not found; it is never forbidden.
    assert.match(new TextDecoder().decode(stdout), /^(\d+|NotFound)\n$/);
  },
});

Deno.test("a browser that does not open is only a warning, with the URL to open by hand", async () => {
  const cases: [() => Promise<boolean>, boolean][] = [
    [() => Promise.resolve(true), false],
    [() => Promise.resolve(false), true],
    [() => Promise.reject(new Deno.errors.NotFound("xdg-open")), true],
  ];
  for (const [runProgram, warned] of cases) {
    const terminal = new TestTerminal({ runProgram });
    await openPage(`${url}#code=c0de`, url, terminal, new Output(terminal, "en"));
    assert.ok(!terminal.stderr.includes("c0de"));
    assert.equal(
      terminal.stderr.includes(`warning: the browser did not open. Open the page by hand: ${url}`),
      warned,
    );
  }
});
