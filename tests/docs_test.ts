/** Holds the documents to each other and to the program. What they promise about limits is in `limits_docs_test.ts`. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import manifest from "../deno.json" with { type: "json" };
import { dispatch } from "../ops/dispatch.ts";
import { table } from "../ops/table.ts";
import { testContext } from "../ops/test_context.ts";
import {
  anchors,
  codeBlocks,
  documentPaths,
  linkTargets,
  readDocument,
  root_url,
  tableRows,
} from "./markdown.ts";
import { sourceFiles } from "../tools/source_files.ts";

const chinese = documentPaths().filter((path) => path.endsWith(".zh-CN.md"));
/** Documents are told apart by their ending, pictures of the page by the language it shows. */
const english_of = (path: string) => path.replace(".zh-CN.md", ".md").replace(/_zh\.png$/, "_en.png");
const readmes = ["README.md", "README.zh-CN.md"];

Deno.test("the documents of students, lecturers and operators exist in Chinese", () => {
  assert.deepEqual(chinese, [
    "README.zh-CN.md",
    "docs/add-an-op.zh-CN.md",
    "docs/check.zh-CN.md",
    "docs/homework.zh-CN.md",
    "docs/install.zh-CN.md",
    "docs/operations.zh-CN.md",
    "docs/page.zh-CN.md",
    "docs/protocol.zh-CN.md",
    "docs/reference.zh-CN.md",
    "docs/scale.zh-CN.md",
  ]);
});

for (const path of chinese) {
  const english = english_of(path);
  Deno.test(`${path} has the code blocks of ${english}`, () => {
    assert.deepEqual(codeBlocks(readDocument(path)), codeBlocks(readDocument(english)));
  });

  Deno.test(`${path} and ${english} have the same headings, tables and links, and name each other first`, () => {
    const [zh, en] = [readDocument(path), readDocument(english)];
    const shape = (text: string) => ({
      headings: [...text.matchAll(/^(#+) /gm)].map(([, level]) => level),
      tables: tableRows(text).map(({ length }) => length),
      links: linkTargets(text).map((target) => english_of(target).replace(/#.*/, "#")).slice(1),
    });
    assert.deepEqual(shape(zh), shape(en));
    assert.equal(linkTargets(en)[0], path.split("/").at(-1));
    assert.equal(linkTargets(zh)[0], english.split("/").at(-1));
  });
}

Deno.test("every Chinese text has the same word for registering an address", () => {
  const texts = [...chinese, ...sourceFiles()];
  // 注册表, a registry, is another thing.
  const others = texts.filter((path) => /注册(?!表)/.test(readDocument(path)));
  assert.deepEqual(others, []);
  assert.ok(texts.filter((path) => readDocument(path).includes("登记")).length > 10);
});

for (const path of documentPaths()) {
  Deno.test(`every link of ${path} to this repository leads somewhere`, () => {
    const here = new URL(path, root_url);
    for (const target of linkTargets(readDocument(path))) {
      if (/^https?:/.test(target)) continue;
      const url = new URL(target, here);
      assert.ok(existsSync(url), `${target} does not exist`);
      if (url.hash === "" || statSync(url).isDirectory()) continue;
      const names = anchors(readFileSync(url, "utf8"));
      assert.ok(names.includes(decodeURIComponent(url.hash.slice(1))), `${target} is no heading there`);
    }
  });
}

for (const path of readmes) {
  Deno.test(`${path} shows the dialogue that dispatch leads`, async () => {
    const context = testContext();
    const lines = codeBlocks(readDocument(path)).flatMap(({ text }) => text.split("\n"));
    const requests = lines.flatMap((line, index) => line.startsWith("> ") ? [index] : []);
    assert.equal(requests.length, 8);
    for (const index of requests) {
      const answer = await dispatch(lines[index]!.slice(2), context).text;
      assert.equal(lines[index + 1], `< ${answer}`);
    }
  });
}

for (const path of ["docs/reference.md", "docs/reference.zh-CN.md"]) {
  // Not every op: a reader's own op is one file and one line, and this is not among them.
  Deno.test(`${path} lists the lecture's ops, and only ops that exist`, () => {
    const rows = tableRows(readDocument(path));
    const listed = rows.slice(rows.findIndex(([cell]) => cell === "op") + 1).map(([cell]) =>
      /^`(\w+)`$/.exec(cell!)?.[1]
    );
    const names = listed.slice(0, listed.indexOf(undefined));
    assert.deepEqual(names.filter((name) => !table.has(name!)), []);
    for (const name of ["register", "peers", "time", "ops"]) assert.ok(names.includes(name), name);
  });
}

for (const path of documentPaths()) {
  Deno.test(`${path} names tasks that exist`, () => {
    for (const [, task] of readDocument(path).matchAll(/\btask ([a-z]+)\b/g)) {
      assert.ok(Object.hasOwn(manifest.tasks, task!), `deno task ${task} does not exist`);
    }
  });
}

/** Folders in which a file that a document names without its folder may be. */
const code_folders = [
  "",
  "check/",
  "cli/",
  "discovery/",
  "node/",
  "node/membership/",
  "node/own_ops/",
  "node/page/",
  "node/sockets/",
  "ops/",
  "simulation/",
  "roster/",
  "storage/",
  "tests/",
  "tools/",
];

// These two tell their reader to write files that are not there yet.
for (const path of documentPaths().filter((path) => !/add-an-op|homework/.test(path))) {
  Deno.test(`${path} names source files that exist`, () => {
    for (const [, file] of readDocument(path).matchAll(/`((?!snake_case)[\w/]+\.ts)`/g)) {
      const exists = code_folders.some((folder) => existsSync(new URL(folder + file, root_url)));
      assert.ok(exists, `${file} does not exist`);
    }
  });
}
