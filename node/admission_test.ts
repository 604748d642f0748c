import assert from "node:assert/strict";
import {
  clients_max,
  clients_per_ip_max,
  lecture_ops_rate,
  loopback_clients_max,
  rate_buckets_max,
  spare_places_min,
} from "./limits.ts";
import type { Source } from "../ops/context.ts";
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

Deno.test("Admission meters each public IP and nobody else", () => {
  const admission = new Admission();
  for (let asked = 0; asked < lecture_ops_rate.burst; asked++) {
    assert.equal(admission.mayAsk(far(1), 0), true);
  }
  assert.equal(admission.mayAsk(far(1), 0), false);
  assert.equal(admission.mayAsk(far(2), 0), true);
  const token_ms = 1000 / lecture_ops_rate.per_second;
  assert.equal(admission.mayAsk(far(1), token_ms), true);
  assert.equal(admission.mayAsk(far(1), token_ms), false);
  for (let asked = 0; asked <= 2 * lecture_ops_rate.burst; asked++) {
    assert.equal(admission.mayAsk(loopback, 0), true);
    assert.equal(admission.mayAsk(lan, 0), true);
  }
});

Deno.test("Admission lets sources beyond its buckets share one, until rested ones can be forgotten", () => {
  const admission = new Admission();
  for (let n = 0; n < rate_buckets_max; n++) assert.equal(admission.mayAsk(far(n), 0), true);
  const crowd = (n: number) => far(rate_buckets_max + n);
  for (let n = 0; n < lecture_ops_rate.burst; n++) assert.equal(admission.mayAsk(crowd(n), 0), true);
  assert.equal(admission.mayAsk(crowd(lecture_ops_rate.burst), 0), false);
  assert.equal(admission.mayAsk(far(0), 0), true);
  const rested_ms = 1000 * lecture_ops_rate.burst / lecture_ops_rate.per_second;
  assert.equal(admission.mayAsk(crowd(lecture_ops_rate.burst), rested_ms), true);
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
