/** What must hold of the repository's files themselves. */
import assert from "node:assert/strict";
import { assets } from "../static/assets.ts";
import { permissions } from "../tools/permissions.ts";

const config = JSON.parse(await Deno.readTextFile("deno.json"));

Deno.test("what the page loads names no other host: it works with no network beyond the node", async () => {
  const types = /^text\/(html|css|javascript)|svg/;
  // These look like addresses, but nobody fetches them: the namespace of SVG, the origin of the checks, a name that never
  // exists (RFC 6761), and the home of a package in the notice of its licence, which has to stay.
  const names = /https?:\/\/(www\.w3\.org\/2000\/svg|check\.invalid|github\.com\/mholt\/PapaParse)\b/g;
  const checked = [...assets].filter(([, { content_type }]) => types.test(content_type));
  assert.ok(checked.length >= 4);
  for (const [path, { load }] of checked) {
    assert.doesNotMatch(
      (await load()).toString().replace(names, ""),
      /https?:\/\/(?!localhost\b|127\.)\w|["'(]\/\/\w/,
      path,
    );
  }
});

Deno.test("deno.lock holds no addresses", async () => {
  assert.doesNotMatch(await Deno.readTextFile("deno.lock"), /:\/\/|tarball/);
});

Deno.test("every package in deno.json is pinned to one version", () => {
  const specifiers = Object.values<string>(config.imports);
  assert.ok(specifiers.length > 5);
  for (const specifier of specifiers) {
    assert.match(specifier, /^npm:\/?(@[\w-]+\/)?[\w.-]+@\d+\.\d+\.\d+\/?$/);
  }
});

Deno.test("the start task has the permissions that executables have, for every system", () => {
  assert.equal(config.tasks.start.command, "deno run --quiet --no-prompt -P main.ts --worker-options");
  const flags = Object.entries<true | string[]>(config.permissions.default).map(([name, allowed]) =>
    allowed === true ? `--allow-${name}` : `--allow-${name}=${allowed.join(",")}`
  );
  assert.deepEqual(["--no-prompt", ...flags], permissions(["linux", "darwin", "windows"], true));
});

Deno.test("all files that name the version of Deno name the same", async () => {
  for (
    const path of [
      "README.md",
      "README.zh-CN.md",
      ".ci/run",
      ".github/workflows/ci.yml",
      ".github/workflows/release.yml",
    ]
  ) {
    const text = await Deno.readTextFile(path);
    const versions = [...text.matchAll(/deno(?:@|-version: v?)(\d+\.\d+\.\d+)/g)].map((match) => match[1]);
    assert.ok(versions.length > 0, path);
    assert.deepEqual([...new Set(versions)], ["2.9.6"], path);
  }
});
