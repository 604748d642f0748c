/** What is said of arguments that do not fit an op. */

/**
 * The lecture's words for keys that are missing, the schema's for values that do not fit.
 *
 * @param args As they were sent.
 * @param issues What zod found.
 *
 * @example
 * ```ts
 * import { argsFault } from "./args_fault.ts";
 * import assert from "node:assert/strict";
 *
 * const fault = argsFault("register", {}, [{ path: ["addr"], message: "is missing" }]);
 * assert.equal(fault, 'Operation "register" requires the following "args": "addr"');
 * ```
 */
export function argsFault(
  op: string,
  args: unknown,
  issues: readonly { path: PropertyKey[]; message: string }[],
): string {
  const given = typeof args === "object" && args !== null ? args : {};
  const missing = issues.filter(({ path }) => path.length === 1 && !Object.hasOwn(given, path[0]!));
  if (missing.length > 0) {
    const keys = missing.map(({ path }) => `"${String(path[0])}"`).join(", ");
    return `Operation "${op}" requires the following "args": ${keys}`;
  }
  const { path, message } = issues[0]!;
  return `Operation "${op}" got unfit "args": ${path.map(String).join(".")}: ${message}`;
}
