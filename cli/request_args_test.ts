import assert from "node:assert/strict";
import { ArgsError, requestArgs } from "./request_args.ts";

Deno.test("requestArgs() takes one JSON text as it is, whatever it holds", () => {
  for (const text of ['{"limit": 5}', "[1,2]", "5", "null", '"a=b"', "12345678901234567890.0", "{}"]) {
    assert.equal(requestArgs([text]), text);
  }
});

Deno.test("requestArgs() makes an object of name=value words", () => {
  const cases: [string[], string][] = [
    [["limit=5"], '{"limit":5}'],
    [["limit=1.0", "n=12345678901234567890"], '{"limit":1.0,"n":12345678901234567890}'],
    [["detail=true", "x=false", "y=null"], '{"detail":true,"x":false,"y":null}'],
    [["addr=ws://h:9000/ws?a=b"], '{"addr":"ws://h:9000/ws?a=b"}'],
    [["addr=ws://a", "detail=true", "addr=ws://b"], '{"addr":["ws://a","ws://b"],"detail":true}'],
    [["list=[1,2]", 'o={"a":1}', 't="5"'], '{"list":[1,2],"o":{"a":1},"t":"5"}'],
    [["empty="], '{"empty":""}'],
    [["n=NaN", "h=0x5", "p=+5", "m=a\nb"], '{"n":"NaN","h":"0x5","p":"+5","m":"a\\nb"}'],
    [["__proto__=1", "constructor=2"], '{"__proto__":1,"constructor":2}'],
  ];
  for (const [words, text] of cases) {
    assert.equal(requestArgs(words), text);
    JSON.parse(text);
  }
});

Deno.test("requestArgs() refuses what is neither, and says how it is written", () => {
  const cases: [string[], RegExp][] = [
    [["{limit: 5}"], /^It is not JSON, and "\{limit: 5\}" is not of the form name=value, such as limit=5\./],
    [["limit", "5"], /"limit" is not of the form name=value, such as limit=5\./],
    [["after", "ws://a"], /such as after=ws:\/\/a\./],
    [["limit", "=", "5"], /"limit" is not of the form/],
    [["=5"], /"=5" is not of the form/],
    [["limit=5", "{}"], /"\{\}" is not of the form/],
    [[""], /"" is not of the form/],
    [["addr=[ws://a]"], /addr=\[ws:\/\/a\] begins like JSON and is none/],
    [['t="5'], /begins like JSON and is none/],
  ];
  for (const [words, message] of cases) {
    assert.throws(() => requestArgs(words), (error) => {
      assert.ok(error instanceof ArgsError);
      assert.match(error.message, message);
      return true;
    });
  }
});
