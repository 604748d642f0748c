import assert from "node:assert/strict";
import { unzipSync } from "fflate";
import { zip, zipName } from "./package.ts";

const bytes = new TextEncoder().encode("#!/bin/sh\necho started\n");

Deno.test("zip() holds the files as they are", () => {
  const files = unzipSync(zip("foxchain", bytes, new Map([["LICENSE", new Uint8Array([1, 2, 3])]])));
  assert.deepEqual(Object.keys(files), ["foxchain", "LICENSE"]);
  assert.deepEqual(files.foxchain, bytes);
});

Deno.test("zip() marks the executable, and only that, as one that may be started", () => {
  const view = new DataView(zip("foxchain", bytes, new Map([["LICENSE", bytes]])).buffer);
  // An entry of the central directory (PKWARE's APPNOTE 4.3.12): the system at 5, the attributes' upper half at 40.
  const modes: [number, number][] = [];
  for (let at = 0; at + 46 <= view.byteLength; at++) {
    if (view.getUint32(at) === 0x504b0102) modes.push([view.getUint8(at + 5), view.getUint16(at + 40, true)]);
  }
  assert.deepEqual(modes, [[3, 0o100755], [3, 0o100644]]);
});

Deno.test("zipName() names version and target", () => {
  assert.equal(zipName("1.0.0", "linux-x64"), "foxchain-1.0.0-linux-x64.zip");
});
