/** What an answer of Redis means to a person: the fault, both languages, what to do, and never the password. */
import assert from "node:assert/strict";
import { StorageError, type StorageFault } from "../../storage.ts";
import { away, lostAtClose, notMaster, refused } from "./faults.ts";
import { openingFault } from "./opening_fault.ts";

const place = {
  host: "h",
  port: 1,
  database: 0,
  tls: false,
  password: "qwixel",
  shown: "redis://h:1/0",
};

Deno.test("a Redis that does not answer may still keep what was sent: both languages say so", () => {
  const { words, fault } = away(place, { en: "no answer", zh: "没有回答" });
  assert.equal(fault, "away");
  assert.match(words.en, /may still be kept; ask again later/);
  assert.match(words.zh, /仍有可能被保存；请稍后再试/);
});

const answers: readonly (readonly [answer: string, fault: StorageFault, has_next: boolean])[] = [
  ["connect ECONNREFUSED 127.0.0.1:1", "away", false],
  ["NOAUTH Authentication required.", "no entry", false],
  ["WRONGPASS invalid username-password pair or user is disabled.", "no entry", false],
  ["ERR AUTH <password> called without any password configured for the default user.", "no entry", false],
  ["NOPERM this user has no permissions to run the 'get' command", "no entry", true],
  ["ERR DB index is out of range", "unknown name", true],
  ["ERR unknown command 'TYPE', with args beginning with: 'x'", "foreign", true],
  ["LOADING Redis is loading the dataset in memory", "away", true],
  ["OOM command not allowed when used memory > 'maxmemory'.", "unwritable", true],
  ["MISCONF Errors writing to the AOF file: No space left on device", "unwritable", true],
  ["CLUSTERDOWN Hash slot not served", "foreign", true],
  ["MOVED 1 127.0.0.1:7001", "foreign", true],
  ["ERR something new", "unwritable", false],
];

for (const [answer, fault, has_next] of answers) {
  Deno.test(`a start that Redis answers with '${answer.slice(0, 24)}...' fails with '${fault}' and its words`, () => {
    const said = new Error(`${answer} qwixel`);
    const is_answer = /^[A-Z]+ /.test(answer);
    const error = openingFault(place, is_answer ? refused(place, said) : said);
    assert.equal(error.fault, fault);
    assert.equal(error.next !== undefined, has_next);
    const shown = [error.words, error.next].flatMap((words) =>
      words === undefined ? [] : [words.en, words.zh]
    );
    for (const text of shown) assert.ok(!text.includes("qwixel") && text !== "", text);
    assert.ok(
      error.words.en.startsWith("Redis at redis://h:1/0 ") && error.words.zh.includes("redis://h:1/0"),
    );
    assert.ok(error.words.en.includes(answer.replace(/\.$/, "").split(" ")[0]!));
  });
}

Deno.test("a fault that says all by itself stays what it is", () => {
  for (const error of [notMaster(place), lostAtClose(place, 3)]) {
    assert.ok(error instanceof StorageError);
    assert.equal(openingFault(place, error), error);
  }
});
