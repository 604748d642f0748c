import assert from "node:assert/strict";
import { StorageError, type StorageFault } from "../storage/storage.ts";
import { Failure } from "./failure.ts";
import { startFailure } from "./start_failure.ts";

const options = { port: 9000, host: "0.0.0.0", db: "peers.sqlite" };

Deno.test("what hinders a start is told with the next command and its exit code", () => {
  const cases: [unknown, number, RegExp, string][] = [
    [
      new Deno.errors.AddrInUse(),
      4,
      /^port 9000 is already in use/,
      "foxchain --port ",
    ],
    [new Deno.errors.PermissionDenied(), 4, /not let this user listen on port 9000/, "foxchain --port 9000"],
    [new Deno.errors.AddrNotAvailable(), 4, /can't listen on --host 0\.0\.0\.0/, "foxchain --host"],
    [new URIError("invalid host"), 4, /can't listen on --host/, "foxchain --host"],
    [new Error("failed to lookup address information: x"), 4, /can't listen on --host/, "foxchain --host"],
    [
      new Deno.errors.InvalidData("No keys found"),
      2,
      /--tls-key can't be used: No keys found/,
      "check that both",
    ],
    [new Error("keys may not be consistent: KeyMismatch"), 2, /--tls-key can't be used/, "check that both"],
  ];
  for (const [error, code, cause, next] of cases) {
    const failure = startFailure(error, options);
    assert.ok(failure instanceof Failure, String(error));
    assert.equal(failure.code, code);
    assert.match(failure.message, cause);
    assert.ok(failure.next?.en.startsWith(next), `${failure.next?.en}`);
  }
});

Deno.test("every fault of a store keeps its sentence and gets advice, with exit code 4", () => {
  const faults: Record<StorageFault, RegExp> = {
    "in use": /: foxchain --port \d+ --db peers-2\.sqlite --host 0\.0\.0\.0$/,
    foreign: /--db other\.sqlite/,
    newer: /newest foxchain/,
    unopenable: /permissions/,
    full: /--db/,
    unwritable: /space on the disk/,
    lost: /start it again/,
    damaged: /move the file away/,
    away: /redis-server/,
    "no entry": /FOXCHAIN_DB_PASSWORD/,
    untrusted: /NODE_EXTRA_CA_CERTS/,
    "unknown name": /SENTINEL MASTERS/,
  };
  for (const [fault, next] of Object.entries(faults)) {
    const failure = startFailure(
      new StorageError(fault as StorageFault, { en: "Its sentence.", zh: "停" }),
      options,
    );
    assert.ok(failure instanceof Failure);
    assert.deepEqual([failure.code, failure.message], [4, "Its sentence."]);
    assert.match(failure.next?.en ?? "", next);
  }
});

Deno.test("the proposed port and file are free, and the host stays", () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const cases: [Partial<typeof options>, RegExp][] = [
    [
      { db: "second.sqlite" },
      /^foxchain --port (\d+) --db second-2\.sqlite --host 127\.0\.0\.1, or --port 0 /,
    ],
    [{ db: "my peers.sqlite" }, /^foxchain --port (\d+) --db "my peers-2\.sqlite" --host/],
    [{ db: ":memory:" }, /^foxchain --port (\d+) --db :memory: --host/],
    [{ db: "./p.sqlite", host: "::" }, /^foxchain --port (\d+) --db p-2\.sqlite, or --port 0 /],
  ];
  for (const [given, next] of cases) {
    const failure = startFailure(new Deno.errors.AddrInUse(), { host: "127.0.0.1", port, db: "", ...given });
    assert.ok(failure instanceof Failure);
    const [, proposed] = next.exec(failure.next!.en) ?? [];
    assert.ok(proposed !== undefined && Number(proposed) !== port, `${failure.next}`);
  }
  taken.close();
  const any_port = startFailure(new StorageError("in use", { en: "Its sentence.", zh: "停" }), {
    ...options,
    port: 0,
  });
  assert.ok(any_port instanceof Failure && any_port.next!.en.includes("foxchain --port 0 --db "));
});

Deno.test("anything else stays what it is: a bug", () => {
  for (const error of [new TypeError("x"), "text", undefined]) {
    assert.equal(startFailure(error, options), error);
  }
});
