import assert from "node:assert/strict";
import type { NodeName } from "../../live_messages.ts";
import { pageStorage } from "../page/page_storage.ts";
import { TestStorage } from "../page/test_storage.ts";
import { Names } from "./names.ts";
import { Nicknames } from "./nicknames.ts";
import { peerView } from "./test_peers.ts";

const [by_ip, by_name, other] = [
  "ws://127.0.0.1:9001/ws",
  "ws://localhost:9001/ws",
  "ws://127.0.0.1:9002/ws",
];
const rows = [
  peerView(by_ip, { node: "one" }),
  peerView(by_name, { node: "one", addr: "ws://LOCALHOST:9001/ws" }),
  peerView(other, { node: "two" }),
];

function namesWith(...listed: Partial<NodeName>[]): Names {
  const names = new Names(new Nicknames(pageStorage(() => new TestStorage())));
  names.take({
    names: listed.map((name) => ({ key: by_ip, name: "", number: "", class_name: "", ...name })),
  });
  return names;
}

function seen(names: Names): string[] {
  return [by_ip, by_name, "ws://LOCALHOST:9001/ws", other].map(names.among(rows));
}

Deno.test("a node has one name, whatever address it is named by", () => {
  const names = namesWith({ key: by_name, name: "王小明" });
  assert.deepEqual(seen(names), ["王小明", "王小明", "王小明", ""]);
});

Deno.test("a nickname comes before the class list, and of two the one that was given last", () => {
  const names = namesWith({ name: "王小明" });
  names.nicknames.give(by_name, "Ming");
  assert.equal(seen(names)[0], "Ming");
  names.nicknames.give(by_ip, "Fox");
  assert.equal(seen(names)[1], "Fox");
  names.nicknames.give(by_name, "Ming");
  assert.equal(seen(names)[0], "Ming");
});

Deno.test("a nickname that is taken away by one address does not come back by the other", () => {
  const names = namesWith({ name: "王小明" });
  names.nicknames.giveNode([by_ip, by_name], by_name, "Ming");
  names.nicknames.giveNode([by_ip, by_name], by_ip, "Fox");
  assert.deepEqual([...names.nicknames.all], [[by_ip, "Fox"]]);
  names.nicknames.giveNode([by_ip, by_name], by_name, "");
  assert.deepEqual(seen(names), ["王小明", "王小明", "王小明", ""]);
});

Deno.test("what was loaded can be taken back, also names that it changed or had not", () => {
  const { nicknames } = namesWith();
  nicknames.giveAll([["a", "Ada"], ["b", "Bob"]]);
  const before = new Map(nicknames.all);
  nicknames.giveAll([["b", "Ben"], ["c", "Cai"]]);
  nicknames.restore(before);
  assert.deepEqual([...nicknames.all], [["a", "Ada"], ["b", "Bob"]]);
});

Deno.test("an address that has no row any more keeps its name, e.g. in an event", () => {
  const names = namesWith({ key: "ws://gone.example/ws", name: "张三" });
  assert.equal(names.among([])("ws://gone.example/ws"), "张三");
});

Deno.test("number and class of a student are told as far as the list has them", () => {
  const student = (listed: Partial<NodeName>) => namesWith(listed).studentOf([other, by_ip]);
  assert.equal(student({ number: "2021001", class_name: "计科1班" }), "2021001 计科1班");
  assert.equal(student({ class_name: "计科1班" }), "计科1班");
  assert.equal(namesWith().studentOf([by_ip]), "");
});
