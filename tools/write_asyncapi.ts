/** Writes docs/asyncapi.json from the table of ops: `deno task asyncapi`. */
import { asyncApiOf } from "../ops/asyncapi.ts";
import { table } from "../ops/table.ts";

if (import.meta.main) {
  const url = new URL("../docs/asyncapi.json", import.meta.url);
  Deno.writeTextFileSync(url, JSON.stringify(asyncApiOf(table), null, 2) + "\n");
}
