import assert from "node:assert/strict";
import * as limits from "../limits.ts";
import { OwnAnnouncement } from "./own_announcement.ts";

Deno.test("an announcement that nobody reads is repeated later each time, up to a longest pause", () => {
  const own = new OwnAnnouncement(0);
  const pauses_s: number[] = [];
  for (let time = 0; time < 9; time++) {
    const now_ms = own.due_ms;
    own.sent(now_ms, [1, 2]);
    pauses_s.push((own.due_ms - now_ms) / 1000);
  }
  assert.deepEqual(pauses_s, [5, 10, 20, 40, 80, 160, 320, 600, 600]);
});

Deno.test("one peer that read it is enough for a week, and the week after begins anew", () => {
  const own = new OwnAnnouncement(0);
  own.sent(0, [1, 2]);
  own.sent(own.due_ms, [3]);
  own.read(6000, 3);
  assert.equal(own.due_ms, 6000 + limits.announce_ms);
  own.read(7000, 3);
  assert.equal(own.due_ms, 6000 + limits.announce_ms, "what else this peer reads is not this node's");
  own.sent(own.due_ms, [3]);
  assert.equal(own.due_ms, 6000 + limits.announce_ms + limits.announce_again_ms);
});

Deno.test("a good answer on another connection says nothing about it", () => {
  const own = new OwnAnnouncement(0);
  own.read(0, 1);
  assert.equal(own.due_ms, 0, "nothing was sent");
  own.sent(0, [1]);
  own.read(10, 2);
  assert.equal(own.due_ms, limits.announce_again_ms);
});

Deno.test("an address that is new is due at once, and the old one's answer does not count for it", () => {
  const own = new OwnAnnouncement(0);
  own.sent(0, [1]);
  own.renew(100);
  own.read(200, 1);
  assert.equal(own.due_ms, 100);
});
