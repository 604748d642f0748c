/** Messages as an enemy or a broken program would send them, for property tests. */
import fc from "fast-check";

/** Names of ops, of what JavaScript's objects inherit, and of nothing. */
export const op_names: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("peers", "register", "time", "ops", "hello", "constructor", "__proto__", ""),
  fc.string(),
);

/** Any JSON value; numbers of any size. */
export const json_values: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.double({ noNaN: true }),
  fc.bigInt().map(String),
  fc.constantFrom("ws://a.example:9000/ws", "http://a", ["ws://b", 5], [["ws://c"]]),
);

const requests = fc.record({
  op: fc.oneof({ weight: 3, arbitrary: op_names }, { weight: 1, arbitrary: json_values }),
  args: fc.oneof(json_values, fc.record({ addr: json_values, limit: json_values }, { requiredKeys: [] })),
  id: json_values,
  x: json_values,
}, { requiredKeys: [] }).map((message) => JSON.stringify(message));

const mutated_requests = fc.tuple(requests, fc.nat(), fc.string({ maxLength: 3 })).map(
  ([text, at, patch]) => {
    const cut = at % (text.length + 1);
    return text.slice(0, cut) + patch + text.slice(cut + patch.length);
  },
);

const nested = fc.tuple(
  fc.constantFrom(["[", "]"], ['{"a":', "}"]),
  fc.constantFrom(100, 5_000, 20_000),
  fc.constantFrom("", '{"op":', '{"op":"time","id":', '{"op":"register","args":{"addr":'),
).map(([[open, close], depth, head]) => {
  const tail = "}".repeat(head.split("{").length - 1);
  return head + open!.repeat(depth) + "0" + close!.repeat(depth) + tail;
});

/** Texts from proper requests to noise. */
export const message_texts: fc.Arbitrary<string> = fc.oneof(
  { weight: 10, arbitrary: requests },
  { weight: 5, arbitrary: mutated_requests },
  { weight: 3, arbitrary: fc.json() },
  { weight: 3, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: nested },
);
