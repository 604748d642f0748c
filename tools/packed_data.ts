/**
 * Keeps the data in a bundle packed until it is first used: the page, the zone rules. V8 reads the whole file at every start,
 * some 9 ms for a MB of it.
 */
import { gzipSync } from "node:zlib";

/** A module that is one value, as `deno bundle` writes it: what comes before the value, the value, what follows. */
const data_module =
  /^( {2}"[^"\n]+\.(?:js|css|html|svg|txt|json)"\((?:exports, module)?\) \{\n {4}(?:\w+|module\.exports) = )((?:(?!^ {2}\}$)[^])+?)(;\n {2}\})$/gm;

/** Smaller data stays readable: what packing gains there is below 0.1 ms. */
export const packed_from_characters = 8 * 1024;

/** Unpacks a value. node:zlib is there without waiting, and what needs the value has its own reasons to take a moment. */
const definition = `var __unpack = (packed) =>
  JSON.parse(new TextDecoder().decode(__require("node:zlib").gunzipSync(Uint8Array.fromBase64(packed))));
`;

/**
 * The bundle with its larger data packed. Its functions are left as they are, so that a stack trace names them.
 *
 * @param text A bundle in which `__require` loads node's modules.
 *
 * @example
 * ```ts
 * import { withPackedData } from "./packed_data.ts";
 * import assert from "node:assert/strict";
 *
 * const text = `  "page/a.css"() {\n    a_default = "${"a ".repeat(5_000)}";\n  }\n`;
 * assert.match(withPackedData(text), /a_default = __unpack\("[^"]{40,100}"\);\n/);
 * ```
 */
export function withPackedData(text: string): string {
  return definition + text.replace(data_module, (whole, before: string, value: string, after: string) => {
    const data = value.length < packed_from_characters ? undefined : valueOf(value);
    return data === undefined ? whole : `${before}__unpack("${packed(data.value)}")${after}`;
  });
}

const text_literal = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`/g;

/** What JSON can say beside texts: names of fields, numbers, punctuation. There is no bracket of a call among it. */
const plain_piece = /[\w$]+:|\b(?:true|false|null)\b|-?\d[\d.e+]*|[\s{}[\],:]/g;

/**
 * What a literal stands for.
 *
 * @returns Undefined for code: only what JSON can say is data.
 */
function valueOf(literal: string): { readonly value: unknown } | undefined {
  if (literal.replace(text_literal, "").replace(plain_piece, "") !== "") return undefined;
  return { value: new Function(`return (${literal})`)() };
}

function packed(value: unknown): string {
  return new Uint8Array(gzipSync(JSON.stringify(value), { level: 9 })).toBase64();
}
