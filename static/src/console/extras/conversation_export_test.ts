/** The conversation as a file. */
import assert from "node:assert/strict";
import { toJson, toMarkdown } from "./conversation_export.ts";
import type { Exchange } from "../conversation_history.ts";
import { console_words } from "../words.ts";

const exchanges: Exchange[] = [
  {
    number: 1,
    request: '{"op":"peers"}',
    url: "ws://a/ws",
    sent_ms: 1_700_000_000_000,
    answer: '{"status":200,"error":"OK"}',
    round_trip_ms: 1.25,
  },
  { number: 2, request: "``` # not JSON", url: "ws://a/`<b>`", sent_ms: 1_700_000_001_000, lost: true },
  { url: "ws://a/ws", sent_ms: 1_700_000_002_000, answer: '{"op":"hello"}' },
];

Deno.test("as JSON every message is as it went over the wire", () => {
  const rows = JSON.parse(toJson(exchanges)).exchanges;
  assert.deepEqual(rows[0], {
    number: 1,
    node: "ws://a/ws",
    sent: "2023-11-14T22:13:20.000Z",
    request: '{"op":"peers"}',
    answer: '{"status":200,"error":"OK"}',
    round_trip_ms: 1.25,
  });
  assert.deepEqual(rows.map(({ number, lost }: Exchange) => [number, lost]), [[1, undefined], [2, true], [
    undefined,
    undefined,
  ]]);
});

Deno.test("as Markdown each exchange has its heading, its facts and its messages", () => {
  assert.equal(
    toMarkdown(exchanges.slice(0, 1), console_words.en),
    `# Conversation with foxchain nodes

## #1 \`peers\`

- Node address: \`ws://a/ws\`
- Time: 2023-11-14T22:13:20.000Z
- Round trip: 1.3 ms
- Status: \`✓ 200 OK\`

Request:

\`\`\`json
{
  "op": "peers"
}
\`\`\`

Answer:

\`\`\`json
{
  "status": 200,
  "error": "OK"
}
\`\`\`
`,
  );
});

Deno.test("no message can end its own block", () => {
  const text = toMarkdown(exchanges, console_words.en);
  assert.match(text, /^````json\n``` # not JSON\n````$/m);
  assert.match(text, /: ``ws:\/\/a\/`<b>` ``$|: `` ws:\/\/a\/`<b>` ``$/m);
});
