/** What a check is told of a connection: an answer, silence, a close, and what nobody asked for. */
import assert from "node:assert/strict";
import { Inbox, type Later } from "./inbox.ts";
import { unread_messages_max } from "./limits.ts";

const never: Later = () => ({ clear: () => {} });
const at_once: Later = (_ms, work) => {
  queueMicrotask(work);
  return { clear: () => {} };
};

Deno.test("an answer is told to the request, and its wait is called off", async () => {
  const inbox = new Inbox();
  let cleared = 0;
  const reply = inbox.ask(() => {}, 1_000, () => ({ clear: () => cleared++ }));
  inbox.receive({ kind: "binary", text: "{}" });
  assert.deepEqual([await reply, cleared], [{ kind: "binary", text: "{}" }, 1]);
});

Deno.test("silence is told at the limit; a later answer is one that nobody asked for", async () => {
  const inbox = new Inbox();
  assert.deepEqual(await inbox.ask(() => {}, 1_000, at_once), { kind: "silent" });
  inbox.receive({ kind: "text", text: "late" });
  assert.deepEqual([inbox.unread(), inbox.unread()], [["late"], []]);
});

Deno.test("a close ends the wait and every further request; only the first close counts", async () => {
  const inbox = new Inbox();
  const reply = inbox.ask(() => {}, 1_000, never);
  inbox.close({ code: 1011, reason: "oops" });
  inbox.close({ code: 1006, reason: "" });
  const closed = { kind: "closed", code: 1011, reason: "oops" };
  assert.deepEqual([await reply, await inbox.ask(() => {}, 1_000, never)], [closed, closed]);
});

Deno.test("so many messages that nobody asked for are kept, and no more", () => {
  const inbox = new Inbox();
  for (let at = 0; at <= unread_messages_max; at++) inbox.receive({ kind: "text", text: String(at) });
  assert.equal(inbox.unread().length, unread_messages_max);
});
