import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import * as limits from "./limits.ts";
import { PacketGuard } from "./packet_guard.ts";

const place = { address: "192.168.1.7", netmask: "255.255.255.0" };
const neighbour = { address: "192.168.1.9", port: 5353 };

/** A packet about nodes, of so many questions by its header and so many bytes. */
function packet({ records = 1, bytes = 40, label = "\x09_foxchain" } = {}): Buffer {
  const made = Buffer.alloc(bytes);
  made.writeUInt16BE(records, 4);
  made.write(label, 12);
  return made;
}

const guard = () => new PacketGuard(place, 0);

Deno.test("a packet about nodes from the link is read", () =>
  assert.ok(guard().admits(packet(), neighbour, 0)));

Deno.test("a packet is read up to its length and to its number of records", () => {
  const admits = (parts: Parameters<typeof packet>[0]) => guard().admits(packet(parts), neighbour, 0);
  assert.ok(admits({ bytes: limits.packet_bytes_max }));
  assert.ok(!admits({ bytes: limits.packet_bytes_max + 1 }));
  assert.ok(admits({ records: limits.packet_records_max }));
  assert.ok(!admits({ records: limits.packet_records_max + 1 }));
  assert.ok(!guard().admits(Buffer.from("\x09_foxchain"), neighbour, 0), "It has no whole header.");
});

Deno.test("packets of other services are not read, however many, and cost the nodes no turn", () => {
  const one = guard();
  for (let count = 0; count < 10_000; count++) {
    assert.ok(!one.admits(packet({ label: "\x04_ipp" }), neighbour, 0));
  }
  assert.ok(one.admits(packet(), neighbour, 0));
});

Deno.test("nothing is read from another port, and nothing from beyond the link", () => {
  assert.ok(!guard().admits(packet(), { ...neighbour, port: 40_000 }, 0));
  for (const address of ["192.168.2.9", "8.8.8.8", "127.0.0.1", "fe80::1", "", "192.168.1"]) {
    assert.ok(!guard().admits(packet(), { address, port: 5353 }, 0), address);
  }
});

Deno.test("one sender has its turns and no more, and another still gets its own", () => {
  const one = guard();
  const admitted = Array.from({ length: 1_000 }, () => one.admits(packet(), neighbour, 0)).filter(Boolean);
  assert.equal(admitted.length, limits.sender_packets_rate.burst);
  assert.ok(one.admits(packet(), { ...neighbour, address: "192.168.1.10" }, 0));
  assert.ok(one.admits(packet(), neighbour, 1_000));
});

Deno.test("all senders together have their turns and no more", () => {
  const wide = new PacketGuard({ address: "10.0.0.5", netmask: "255.0.0.0" }, 0);
  let admitted = 0;
  for (let sender = 0; sender < 5_000; sender++) {
    const address = `10.1.${sender >> 8}.${sender & 255}`;
    if (wide.admits(packet(), { address, port: 5353 }, 0)) admitted++;
  }
  assert.equal(admitted, limits.packets_rate.burst);
});
