/** The short forms in which a student declares an op's arguments: `{ text: "text", times: "number?" }`. Pure. */
import * as z from "zod";

/** Short form -> schema. */
const kinds = {
  text: () => z.string(),
  number: () => z.number(),
  list: () => z.array(z.unknown()),
  object: () => z.record(z.string(), z.unknown()),
  any: () => z.unknown(),
} as const;

/** Fields that one op may name. */
const fields_max = 64;

/** A schema, or what is wrong with the short forms. */
export type Understood = { readonly schema: z.ZodObject; readonly fault?: undefined } | {
  readonly schema?: undefined;
  readonly fault: string;
};

/**
 * Understands short forms.
 *
 * @param forms What the file exports.
 * @param name Name of the export, for the sentence: `args` or `response`.
 *
 * @example
 * ```ts
 * import { understand } from "./short_forms.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(understand({ text: "text", times: "number?" }, "args").schema?.safeParse({ text: "a" }).success);
 * assert.match(understand({ text: "string" }, "args").fault!, /"text": "string" is none of text, number, /);
 * ```
 */
export function understand(forms: unknown, name: "args" | "response"): Understood {
  if (forms === undefined) return { schema: z.object({}) };
  if (typeof forms !== "object" || forms === null || Array.isArray(forms)) {
    return { fault: `"${name}" must be an object, e.g. export const ${name} = { text: "text" };` };
  }
  const fields = Object.entries(forms);
  if (fields.length > fields_max) return { fault: `"${name}" names more than ${fields_max} fields.` };
  const shape: [string, z.ZodType][] = [];
  for (const [field, form] of fields) {
    const kind = typeof form === "string" ? form.replace(/\?$/, "") : "";
    if (!Object.hasOwn(kinds, kind)) {
      const known = Object.keys(kinds).join(", ");
      return {
        fault: `In "${name}", "${field}": ${JSON.stringify(form)} is none of ${known} (with ? for optional).`,
      };
    }
    const type = kinds[kind as keyof typeof kinds]();
    shape.push([field, (form as string).endsWith("?") ? type.optional() : required(type)]);
  }
  // Made from entries, so that a field may be called __proto__.
  return { schema: z.object(Object.fromEntries(shape)) };
}

/** To zod a missing key is a valid `unknown`. To a student, `any` means that something must be there. */
function required(type: z.ZodType): z.ZodType {
  return type instanceof z.ZodUnknown
    ? z.unknown().refine((value) => value !== undefined, "is missing")
    : type;
}
