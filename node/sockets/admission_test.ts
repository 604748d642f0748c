import { wide_factor } from "../../discovery/limits.ts";
import assert from "node:assert/strict";
import { clients_max, clients_per_ip_max, loopback_clients_max, spare_places_min } from "../limits.ts";
import { networksOf, sourceKeys } from "../../discovery/address/source.ts";
import type { Source } from "../../ops/context.ts";
import { Admission } from "./admission.ts";

const loopback: Source = { ip: "127.0.0.1", scope: "loopback" };
const lan: Source = { ip: "192.168.1.7", scope: "private" };

/** The n-th of many public addresses. */
function far(n: number): Source {
  return { ip: `8.${n >> 16 & 255}.${n >> 8 & 255}.${n & 255}`, scope: "public" };
}

function admitMany(admission: Admission, count: number, source: (n: number) => Source): void {
  for (let n = 0; n < count; n++) assert.ok(admission.admit(source(n)), `no place for number ${n}`);
}

Deno.test("Admission lets in as many clients of one public IP as the limit says, and a place that was given back", () => {
  const admission = new Admission();
  admitMany(admission, clients_per_ip_max - 1, () => far(1));
  const last = admission.admit(far(1));
  assert.ok(last);
  assert.equal(admission.admit(far(1)), undefined);
  assert.ok(admission.admit(far(2)));
  last.release();
  assert.ok(admission.admit(far(1)));
  assert.equal(admission.admit(far(1)), undefined);
});

Deno.test("Admission gives a place back once, however often it is told to", () => {
  const admission = new Admission();
  admitMany(admission, clients_per_ip_max - 1, () => far(1));
  const last = admission.admit(far(1))!;
  last.release();
  last.release();
  assert.equal(admission.clients, clients_per_ip_max - 1);
  assert.ok(admission.admit(far(1)));
  assert.equal(admission.admit(far(1)), undefined);
});

Deno.test("Admission does not count a private IP's clients one by one: a class may sit behind one address", () => {
  const admission = new Admission();
  admitMany(admission, clients_per_ip_max + 1, () => lan);
});

Deno.test("Admission bounds all clients from elsewhere together, and those of this machine by themselves", () => {
  const admission = new Admission();
  admitMany(admission, clients_max, far);
  assert.equal(admission.admit(far(clients_max)), undefined);
  assert.equal(admission.admit(lan), undefined);
  admitMany(admission, loopback_clients_max, () => loopback);
  assert.equal(admission.admit(loopback), undefined);
  assert.equal(admission.clients, clients_max + loopback_clients_max);
});

Deno.test("Admission counts a public /64 as one source, its /48 as four, and an own interface's /64 by address", () => {
  const own = networksOf(["2600:9:9:9::1"]);
  const admission = new Admission({}, (ip) => sourceKeys(ip, own));
  const from = (network: string) => (n: number): Source => ({
    ip: `2600:1:${network}::${(n + 1).toString(16)}`,
    scope: "public",
  });
  for (let network = 1; network <= wide_factor; network++) {
    admitMany(admission, clients_per_ip_max, from(`1:${network}`));
    assert.equal(admission.admit(from(`1:${network}`)(999)), undefined);
  }
  assert.equal(admission.admit(from("1:99")(0)), undefined);
  assert.ok(admission.admit(from("2:1")(0)));
  admitMany(
    admission,
    clients_per_ip_max + 1,
    (n) => ({ ip: `2600:9:9:9::${n.toString(16)}`, scope: "public" }),
  );
});

Deno.test("Admission says when places run short, for each kind of place by itself", () => {
  for (const [source, kind] of [[loopback, "loopback"], [lan, "elsewhere"], [far(1), "elsewhere"]] as const) {
    const admission = new Admission({ [kind]: spare_places_min + 1 });
    const first = admission.admit(source)!;
    assert.equal(admission.isShort(source), false);
    const second = admission.admit(source)!;
    assert.equal(admission.isShort(source), true);
    assert.equal(admission.isShort(source === loopback ? lan : loopback), false);
    first.release();
    assert.equal(admission.isShort(source), false);
    second.release();
  }
});
