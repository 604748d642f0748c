import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { net_characters_max } from "./limits.ts";
import { readServices, service_type, serviceRecords } from "./service.ts";

const sender = "192.168.1.7";

/** What is believed of a TXT record with these texts. */
function read(texts: unknown, name = `a1.${service_type}`, from = sender) {
  return readServices({ answers: [{ name, type: "TXT", ttl: 120, data: texts }] }, from);
}

const url = (text: string) => [Buffer.from("net=lab"), Buffer.from(`url=${text}`)];

const refused: [what: string, url: string][] = [
  ["another computer", "ws://192.168.1.8:9000/ws"],
  ["this computer", "ws://127.0.0.1:9000/ws"],
  ["a name", "ws://printer.local:9000/ws"],
  ["a public address", "ws://203.0.113.7:9000/ws"],
  ["another path", "ws://192.168.1.7:80/admin/reset"],
  ["another path that looks like ours", "ws://192.168.1.7:80/ws/../admin"],
  ["a query", "ws://192.168.1.7:9000/ws?delete=all"],
  ["another protocol", "http://192.168.1.7:9000/ws"],
  ["credentials", "ws://root:root@192.168.1.7:9000/ws"],
  ["port 0", "ws://192.168.1.7:0/ws"],
  ["no text", ""],
  ["a text of 10,000 characters", "ws://192.168.1.7:9000/" + "a".repeat(10_000)],
  ["control characters", "ws://192.168.1.7:9000/\u001b[2J"],
];

for (const [what, text] of refused) {
  Deno.test(`a record that names ${what} is not believed`, () => assert.deepEqual(read(url(text)), []));
}

Deno.test("a public sender is not believed, not even about itself", () =>
  assert.deepEqual(read(url("ws://203.0.113.7:9000/ws"), `a1.${service_type}`, "203.0.113.7"), []));

Deno.test("the sender's own address is believed, in any spelling of it", () => {
  const expected = [{ addr: "ws://192.168.1.7:9000/ws", net: "lab", is_leaving: false }];
  assert.deepEqual(read(url("ws://192.168.1.7:9000/ws")), expected);
  assert.deepEqual(read(url("ws://192.168.1.7:09000/ws")), expected);
  assert.deepEqual(read(url("ws://192.168.1.7:9000/ws"), `A1.${service_type.toUpperCase()}`), expected);
});

Deno.test("a name of a network is taken up to its length, and never left out", () => {
  const named = (net: string) => read([`net=${net}`, "url=ws://192.168.1.7:9000/ws"]);
  assert.equal(named("n".repeat(net_characters_max)).length, 1);
  assert.equal(named("n".repeat(net_characters_max + 1)).length, 0);
  assert.equal(named("").length, 0);
  assert.equal(read(["url=ws://192.168.1.7:9000/ws"]).length, 0);
});

Deno.test("records of other services and of strange forms are passed over", () => {
  assert.deepEqual(read(url("ws://192.168.1.7:9000/ws"), "a1._ipp._tcp.local"), []);
  assert.deepEqual(read(url("ws://192.168.1.7:9000/ws"), service_type), []);
  for (const data of [undefined, null, 5, "text", {}, [5, null, {}], Buffer.from([0xff, 0xfe])]) {
    assert.deepEqual(read(data), []);
  }
});

Deno.test("what a node tells of itself reads as that", () => {
  const own = { instance: "a1", port: 443, tls: true, net: "班级=1" };
  assert.deepEqual(readServices({ answers: serviceRecords(own, sender, 0) }, sender), [
    { addr: "wss://192.168.1.7:443/ws", net: "班级=1", is_leaving: true },
  ]);
});
