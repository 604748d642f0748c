import assert from "node:assert/strict";
import { isAnswer, PendingRequests, settled } from "./pending_requests.ts";

const sample = { peers: ["ws://a.example/ws"], ages: [3] };

Deno.test("answers with ids find their requests in any order", () => {
  const requests = new PendingRequests();
  requests.add("sample", { want: 1 });
  requests.add("verify", { addr: "ws://a/ws" });
  assert.deepEqual(requests.settle({ status: 200, id: 2, response: { dialable: true } }), {
    op: "verify",
    status: 200,
    response: { dialable: true },
  });
  assert.deepEqual(requests.settle({ status: 200, id: 1, response: sample })?.response, sample);
  assert.equal(requests.waiting, 0);
});

Deno.test("answers without ids belong to the oldest request", () => {
  const requests = new PendingRequests();
  assert.equal(
    requests.add("register", { addr: "ws://a/ws" }),
    '{"op":"register","args":{"addr":"ws://a/ws"}}',
  );
  assert.equal(requests.add("peers"), '{"op":"peers"}');
  assert.deepEqual(requests.settle({ status: 202, error: "Accepted" }), {
    op: "register",
    status: 202,
    response: {},
  });
  assert.deepEqual(requests.settle({ status: 200, response: { peers: [] } })?.response, { peers: [] });
});

Deno.test("what nobody asked for is dropped", () => {
  const requests = new PendingRequests();
  assert.equal(requests.settle({ status: 200 }), undefined);
  requests.add("sample", { want: 1 });
  for (
    const message of [{ status: 200, id: 9 }, { op: "x", status: 200 }, null, 5, [], {}, { status: "200" }]
  ) {
    assert.equal(requests.settle(message), undefined);
  }
  assert.equal(requests.waiting, 1);
});

Deno.test("statuses 200 and 202 are good, with every other the response counts for nothing", () => {
  for (const status of [199, 200, 201, 202, 203, 404]) {
    const is_good = status === 200 || status === 202;
    assert.deepEqual(settled("sample", status, sample), {
      op: "sample",
      status,
      ...(is_good ? { response: sample } : {}),
    });
  }
});

Deno.test("a good status with an unfit response counts as no response", () => {
  for (
    const response of [undefined, null, {}, { peers: "a", ages: [] }, {
      peers: Array(17).fill("a"),
      ages: [],
    }]
  ) {
    assert.deepEqual(settled("sample", 200, response), { op: "sample", status: 200 });
  }
  assert.deepEqual(settled("sample", 429, sample), { op: "sample", status: 429 });
});

Deno.test("of too many requests the oldest count as never answered", () => {
  const requests = new PendingRequests(2);
  for (let turn = 0; turn < 3; turn++) requests.add("sample");
  assert.equal(requests.waiting, 2);
  assert.equal(requests.settle({ status: 200, id: 1 }), undefined);
});

Deno.test("isAnswer() is false for a request that carries a status", () => {
  assert.deepEqual([{ status: 200 }, { status: 200, op: "time" }].map(isAnswer), [true, false]);
});

Deno.test("256 requests may wait where nothing else is said", () => {
  const requests = new PendingRequests();
  for (let turn = 0; turn < 256; turn++) requests.add("sample");
  assert.equal(requests.waiting, 256);
  requests.add("sample");
  assert.equal(requests.waiting, 256);
});

Deno.test("only an object with a number as its own status and without an op is an answer", () => {
  const answers = [
    { status: 200 },
    { status: 0, id: null },
    Object.create({ op: "time" }, { status: { value: 1 } }),
  ];
  const others = [{ status: "200" }, {}, null, undefined, "status", 5, [], { status: 200, op: undefined }];
  assert.deepEqual(answers.map(isAnswer), [true, true, true]);
  assert.deepEqual(others.map(isAnswer), others.map(() => false));
  assert.equal(isAnswer(Object.assign([], { status: 200 })), false, "a list with a status");
});

Deno.test("a good answer to an op that answers nothing more is told apart from a refusal", () => {
  assert.deepEqual(settled("announce", 200, undefined), { op: "announce", status: 200, response: {} });
  assert.deepEqual(settled("announce", 429, undefined), { op: "announce", status: 429 });
});
