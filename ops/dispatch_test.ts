import assert from "node:assert/strict";
import fc from "fast-check";
import * as z from "zod";
import { bytes_per_token } from "./cost.ts";
import type { Context } from "./context.ts";
import { dispatch, via_ask } from "./dispatch.ts";
import { JsonText } from "./json_text.ts";
import { defineOp, type Op } from "./op.ts";
import { OpError } from "./op_error.ts";
import { testContext } from "./test_context.ts";
import { json_values, message_texts, op_names } from "./test_messages.ts";

const unparsed = { status: 500, error: "Cannot parse request message.", response: null };
const unsupported = { status: 500, error: "Message body is not supported.", response: null };

async function answerTo(message: unknown, table?: ReadonlyMap<string, Op>): Promise<unknown> {
  const text = typeof message === "string" ? message : JSON.stringify(message);
  return JSON.parse(await dispatch(text, testContext(), table).text);
}

function nested(open: string, close: string, depth: number): string {
  return open.repeat(depth) + "0" + close.repeat(depth);
}

/** A table with one op that does what it is told. */
function tableOf(handle: () => unknown): ReadonlyMap<string, Op> {
  const op = defineOp({
    name: "odd",
    summary: { en: "Does what the test says.", zh: "按测试所说的做。" },
    args: z.object({}),
    response: z.unknown(),
    examples: [],
    handle,
  });
  return new Map([["odd", op]]);
}

Deno.test("dispatch() answers every text with one envelope whose keys are in order, and never throws", async () => {
  await fc.assert(
    fc.asyncProperty(message_texts, async (text) => {
      const answer = await dispatch(text, testContext()).text;
      const { status, error, response, id: _id, ...others } = JSON.parse(answer);
      assert.ok(status >= 200 && status <= 599);
      assert.equal(typeof error, "string");
      assert.deepEqual(others, {});
      if (status >= 400) assert.equal(response, null);
      const order = ["status", "error", "response", "id"];
      const keys = Object.keys(JSON.parse(answer));
      assert.deepEqual(keys, order.filter((key) => keys.includes(key)));
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("dispatch() tells an op that another node's op asks, and nobody else", async () => {
  const seen: unknown[] = [];
  const op = {
    ...tableOf(() => 1).get("odd")!,
    handle: (_args: unknown, context: Context) => seen.push(context.is_asked),
  };
  const table = new Map([["odd", op]]);
  const vias = ['"ask"', '"Ask"', "true", "null", '["ask"]'];
  for (const via of vias) await answerTo(`{"op":"odd","via":${via}}`, table);
  await answerTo('{"op":"odd"}', table);
  assert.deepEqual(seen, [true, undefined, undefined, undefined, undefined, undefined]);
});

Deno.test("dispatch() sends back any id as it came, in every kind of answer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(op_names, json_values), json_values, async (op, id) => {
      // What JSON itself can't say (-0) is no concern here.
      const sent = JSON.parse(JSON.stringify({ op, id }));
      const answer = await answerTo(JSON.stringify(sent)) as { id: unknown };
      assert.deepEqual(answer.id, sent.id);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("dispatch() keeps every digit of an id and of an op that is no string", async () => {
  for (
    const text of [
      "12345678901234567890",
      "1.50",
      "1e22",
      "-0.10",
      "[12345678901234567890,1.0]",
      '{"a":0.1000,"__proto__":1e400}',
    ]
  ) {
    const quoted = JSON.stringify(text).slice(1, -1);
    const unknown = await dispatch(`{"id":${text},"op":${text}}`, testContext()).text;
    assert.equal(
      unknown,
      `{"status":404,"error":"Operation \\"${quoted}\\" is not supported.","response":null,"id":${text}}`,
    );
    const known = await dispatch(`{"op":"peers","id":${text}}`, testContext()).text;
    assert.equal(known, `{"status":200,"error":"OK","response":{"peers":[]},"id":${text}}`);
  }
});

Deno.test("dispatch() takes the last of fields that are named twice", async () => {
  const answer = await dispatch(
    '{"id":1.50,"op":"foo","id":{"id":2.50,"id":3.50},"op":"peers"}',
    testContext(),
  ).text;
  assert.equal(answer, '{"status":200,"error":"OK","response":{"peers":[]},"id":{"id":2.50,"id":3.50}}');
});

Deno.test("dispatch() tells what no op can be made of", async () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["", unparsed],
    ["hello", unparsed],
    ['{"op":NaN}', unparsed],
    ['{"op":"peers"}x', unparsed],
    ["null", unsupported],
    ["5", unsupported],
    ['"op"', unsupported],
    ["[]", unsupported],
    ['[{"op":"peers"}]', unsupported],
    ["{}", unsupported],
    ['{"OP":"peers"}', unsupported],
    ['{"status":200,"error":"OK"}', unsupported],
    ['{"id":7}', { ...unsupported, id: 7 }],
    ['{"id":null}', { ...unsupported, id: null }],
  ];
  for (const [text, answer] of cases) assert.deepEqual(await answerTo(text), answer, text);
});

Deno.test("dispatch() knows no op but those of the table, whatever JavaScript's objects inherit", async () => {
  for (const op of ["constructor", "__proto__", "toString", "hasOwnProperty", "PEERS", "peers ", "\ud800"]) {
    assert.deepEqual(await answerTo({ op, id: "x" }), {
      status: 404,
      error: `Operation "${op}" is not supported.`,
      response: null,
      id: "x",
    });
  }
  assert.deepEqual(await answerTo('{"__proto__":{"op":"peers"}}'), unsupported);
});

Deno.test("dispatch() takes args that are no object for none", async () => {
  for (const args of [null, true, 5, "addr", ["addr"], []]) {
    assert.deepEqual(await answerTo({ op: "peers", args }), {
      status: 200,
      error: "OK",
      response: { peers: [] },
    });
    assert.deepEqual(await answerTo({ op: "register", args }), {
      status: 500,
      error: 'Operation "register" requires the following "args": "addr"',
      response: null,
    });
  }
  assert.deepEqual(await answerTo('{"op":"register","args":{"__proto__":{"addr":"ws://a"}}}'), {
    status: 500,
    error: 'Operation "register" requires the following "args": "addr"',
    response: null,
  });
});

Deno.test("dispatch() names the argument that does not fit", async () => {
  const { status, error } = await answerTo({ op: "peers", args: { limit: 0 } }) as Record<string, unknown>;
  assert.equal(status, 500);
  assert.match(String(error), /^Operation "peers" got unfit "args": limit: /);
});

Deno.test("dispatch() survives nesting of any depth in every place", async () => {
  for (const depth of [900, 5_000, 20_000, 200_000]) {
    for (const [open, close] of [["[", "]"], ['{"a":', "}"]] as const) {
      const deep = nested(open, close, depth);
      for (
        const text of [
          deep,
          open.repeat(depth),
          `{"op":${deep}}`,
          `{"op":"time","id":${deep}}`,
          `{"op":"foo","id":${deep}}`,
          `{"op":"register","args":${deep}}`,
          `{"op":"register","args":{"addr":${deep}}}`,
          `{"op":"register","args":{"addr":"ws://a","x":${deep}}}`,
        ]
      ) {
        const { status, error } = await answerTo(text) as { status: number; error: string };
        assert.ok([200, 202, 404, 500].includes(status), text.slice(0, 40));
        assert.doesNotMatch(error, /Internal/, text.slice(0, 40));
      }
    }
  }
});

Deno.test("dispatch() makes of a bug a 500 with a request id, and logs it in full", async () => {
  const bug = new TypeError("undefined is not a function");
  for (
    const handle of [
      () => {
        throw bug;
      },
      () => Promise.reject(bug),
    ]
  ) {
    const faults: unknown[] = [];
    const log = {
      ...testContext().log,
      fault(op: string, error: unknown) {
        faults.push([op, error]);
        return "f00d";
      },
    };
    const { text, op } = dispatch('{"op":"odd","id":1}', testContext({ log }), tableOf(handle));
    assert.deepEqual(JSON.parse(await text), {
      status: 500,
      error: "Internal error, request id f00d.",
      response: null,
      id: 1,
    });
    assert.equal(op, "odd");
    assert.deepEqual(faults, [["odd", bug]]);
  }
});

Deno.test("dispatch() makes of a response that JSON can't say a 500", async () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  for (const response of [10n, cyclic, Promise.resolve(10n)]) {
    const { error } = await answerTo('{"op":"odd"}', tableOf(() => response)) as { error: string };
    assert.equal(error, "Internal error, request id test-request.");
  }
});

Deno.test("dispatch() makes of an OpError its own answer, thrown at once or later", async () => {
  const refusal = new OpError(503, "The peer store is full.");
  for (
    const handle of [
      () => {
        throw refusal;
      },
      () => Promise.reject(refusal),
    ]
  ) {
    assert.deepEqual(await answerTo('{"op":"odd","id":null}', tableOf(handle)), {
      status: 503,
      error: "The peer store is full.",
      response: null,
      id: null,
    });
  }
});

Deno.test("dispatch() puts encoded text into the envelope as it is, with each request's own id", async () => {
  const prepared = new JsonText('{"peers": []}');
  const table = tableOf(() => prepared);
  const plain = '{"status":200,"error":"OK","response":{"peers": []}}';
  const context = testContext();
  assert.equal(await dispatch('{"op":"odd"}', context, table).text, plain);
  assert.equal(await dispatch('{"op":"odd","id":1}', context, table).text, plain.replace(/}$/, ',"id":1}'));
  assert.equal(await dispatch('{"op":"odd"}', context, table).text, plain);
});

Deno.test("dispatch() asks for order exactly where no id was sent", () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['{"op":"time"}', true],
    ['{"op":"time","id":1}', false],
    ['{"op":"time","id":null}', false],
    ['{"op":"foo"}', true],
    ['{"op":"foo","id":1}', false],
    ['{"id":1}', false],
    ["hello", true],
  ];
  for (const [text, in_order] of cases) assert.equal(dispatch(text, testContext()).in_order, in_order, text);
});

Deno.test("dispatch() charges a message by its length before it reads it, and answers 429 where that can't be paid", async () => {
  const charged: number[] = [];
  const charge = (tokens: number) => {
    charged.push(tokens);
    return false;
  };
  const long = JSON.stringify({ op: "time", x: "x".repeat(2 * bytes_per_token) });
  for (const text of ['{"op":"time","id":1.50}', '{"op":"foo"}', "hello", long]) {
    const { text: answer, refused_tokens } = dispatch(text, testContext({ charge }));
    assert.equal(JSON.parse(await answer).status, 429);
    assert.equal(refused_tokens, charged.at(-1));
  }
  assert.deepEqual(charged, [1, 1, 1, 3]);
  const { text, in_order, op } = dispatch('{"op":"time","id":1.50}', testContext({ charge }));
  assert.equal(
    await text,
    '{"status":429,"error":"Too many requests, try again in a second.","response":null,"id":1.50}',
  );
  assert.deepEqual([in_order, op], [false, "time"]);
});

Deno.test("dispatch() asks a network op's own rate before it charges the op's work, and no other op's", async () => {
  for (const name of ["sample", "time"]) {
    const asked: string[] = [];
    const charged: number[] = [];
    const network = {
      ...testContext().network,
      allows(op: string) {
        asked.push(op);
        return false;
      },
    };
    const charge = (tokens: number) => charged.push(tokens) > 0;
    const answer = dispatch(JSON.stringify({ op: name }), testContext({ network, charge }));
    const is_network = name === "sample";
    assert.equal(JSON.parse(await answer.text).status, is_network ? 429 : 200);
    assert.deepEqual([asked, charged], [is_network ? ["sample"] : [], [1]]);
    assert.deepEqual([answer.op, answer.refused_tokens], [name, is_network ? 1 : 0]);
  }
});

for (
  const [what, request, tokens] of [
    ["one address", { op: "register", args: { addr: "ws://a" } }, [1]],
    ["four addresses", { op: "register", args: { addr: Array(4).fill("ws://a") } }, [1]],
    ["five addresses", { op: "register", args: { addr: Array(5).fill("ws://a") } }, [1, 1]],
    ["400 texts that are none", { op: "register", args: { addr: Array(400).fill(5) } }, [1, 99]],
    ["the time", { op: "time" }, [1]],
    ["the usual peers", { op: "peers" }, [1]],
  ] as const
) {
  Deno.test(`dispatch() charges ${tokens.join(" and ")} for ${what}`, () => {
    const charged: number[] = [];
    const charge = (tokens: number) => charged.push(tokens) > 0;
    assert.equal(dispatch(JSON.stringify(request), testContext({ charge })).refused_tokens, 0);
    assert.deepEqual(charged, tokens);
  });
}

Deno.test("dispatch() reads no address before all of them are paid", async () => {
  let registered = 0;
  const peers = { ...testContext().peers, register: () => Promise.reject(new Error(`read ${++registered}`)) };
  const addr = Array.from({ length: 50 }, (_, n) => `ws://a${n}`);
  const charge = (tokens: number) => tokens === 1;
  const { text } = dispatch(
    JSON.stringify({ op: "register", args: { addr } }),
    testContext({ peers, charge }),
  );
  assert.equal(JSON.parse(await text).status, 429);
  assert.equal(registered, 0);
});

Deno.test("dispatch() gives every id back as it was sent, also what JSON.parse would change", async () => {
  for (const id of ["1.0", "-0", "1E3", "12345678901234567890", '"\\u0069"', '[ 1.0, {"a":-0} ]', "null"]) {
    for (const op of ["time", "foo", "register"]) {
      const text = await dispatch(`{"op":"${op}","\\u0069d":${id}}`, testContext()).text;
      assert.ok(text.endsWith(`,"id":${id}}`), text);
    }
  }
  const twice = await dispatch('{"id":1,"op":"time","id":2.0}', testContext()).text;
  assert.ok(twice.endsWith(',"id":2.0}'), twice);
  const { error } = JSON.parse(await dispatch('{"op":1.0}', testContext()).text);
  assert.equal(error, 'Operation "1.0" is not supported.');
});

Deno.test("dispatch() logs what it could not answer, but never more than a line of it", () => {
  const logged: unknown[] = [];
  const log = { ...testContext().log, info: (...line: unknown[]) => logged.push(line) };
  const context = testContext({ log });
  dispatch("x".repeat(100_000), context);
  dispatch(JSON.stringify({ op: "y".repeat(100_000) }), context);
  dispatch('{"op":"time"}', context);
  const unknown = `Operation "${"y".repeat(100_000)}" is not supported.`;
  const shown = (text: string) => text.slice(0, 200);
  assert.deepEqual(logged, [
    ["Refused {message}: {error}", { message: "x".repeat(200), error: "Cannot parse request message." }],
    ["Refused {message}: {error}", { message: shown(`{"op":"${"y".repeat(200)}`), error: shown(unknown) }],
  ]);
});

Deno.test("dispatch() tells an op that another node's op asks it, by the request's via alone", async () => {
  for (
    const [via, is_asked] of [[via_ask, true], ["other", undefined], [undefined, undefined], [
      true,
      undefined,
    ]] as const
  ) {
    let told: unknown = "nothing";
    const table = tableOf(() => ({}));
    const [odd] = table.values();
    const handle = (_args: unknown, context: Context) => {
      told = context.is_asked;
      return {};
    };
    await dispatch(JSON.stringify({ op: "odd", via }), testContext(), new Map([["odd", { ...odd!, handle }]]))
      .text;
    assert.equal(told, is_asked);
  }
  assert.equal(via_ask, "ask", "other nodes send it");
});
