/** What is copied does what it says. */
import assert from "node:assert/strict";
import { requestText } from "../../../../cli/call.ts";
import { commandLine, javascript, python } from "./snippets.ts";

const url = "ws://localhost:9000/ws";

const texts: readonly string[] = [
  '{"op":"time"}',
  '{"op":"register","args":{"addr":"ws://a/ws"}}',
  '{"op":"it\'s"}',
  '{"op":"back\\\\slash \\" and \\n"}',
  '{"op":"狐狸 🦊"}',
  "{oops",
  "two\nlines\r\tand\u0000a\u2028separator \\",
  "it's",
];

for (const text of texts) {
  Deno.test(`the JavaScript for ${JSON.stringify(text)} sends it, prints the answer and ends`, () => {
    const done: string[] = [];
    class Socket {
      onopen?: () => void;
      onmessage?: (event: { data: string }) => void;
      constructor(to: string) {
        done.push(to);
        Socket.made = this;
      }
      static made: Socket;
      send = (sent: string) => done.push(sent);
      close = () => done.push("closed");
    }
    new Function("WebSocket", "console", javascript(url, text))(Socket, {
      log: (line: string) => done.push(line),
    });
    Socket.made.onopen!();
    Socket.made.onmessage!({ data: "answer" });
    assert.deepEqual(done, [url, text, "answer", "closed"]);
  });

  Deno.test(`the Python for ${JSON.stringify(text)} is on one line and means the same`, () => {
    const [, literal] = /^connection\.send\((.*)\)$/m.exec(python(url, text))!;
    assert.equal(new Function(`return ${literal}`)(), text);
    assert.doesNotMatch(literal!, /[\u2028\u2029]/);
  });
}

Deno.test("a request over several lines is copied on one, its numbers digit by digit", () => {
  assert.match(python(url, '{\n  "op": "x",\n  "args": 1.0\n}'), /send\('{"op":"x","args":1.0}'\)/);
});

/** Splits a line as a POSIX shell does, for single quotes and backslashes. */
function shellWords(line: string): string[] {
  const words = line.trim().match(/(?:'[^']*'|\\.|[^\s'\\])+/g)!;
  return words.map((word) => word.replace(/'([^']*)'|\\(.)/g, (_, quoted, escaped) => quoted ?? escaped));
}

const lines: readonly [request: string, op: string, args: string | undefined][] = [
  ['{"op":"time"}', "time", undefined],
  ['{"op": "peers", "args": {"limit": 5}, "id": 7}', "peers", '{"limit":5}'],
  ['{"op":"it\'s $HOME","args":{"a":"it\'s"}}', "it's $HOME", '{"a":"it\'s"}'],
  ['{"op":"a","args":12345678901234567890}', "a", "12345678901234567890"],
  ['{"op":"a","args":null}', "a", "null"],
  ['{"op":""}', "", undefined],
];

for (const [request, op, args] of lines) {
  Deno.test(`the command line for ${request} is what foxchain call takes`, () => {
    const words = shellWords(commandLine(url, request)!);
    assert.deepEqual(words, ["foxchain", "call", op, ...(args === undefined ? [] : [args]), "--url", url]);
    const { id: _, ...sent } = JSON.parse(request);
    assert.deepEqual(JSON.parse(requestText(op, args)), sent);
  });
}

for (const request of ["{oops", "null", "5", "{}", '{"op":5}', '{"op":"-x"}', '{"op":"x","args":-1}']) {
  Deno.test(`there is no command line for ${request}`, () =>
    assert.equal(commandLine(url, request), undefined));
}
