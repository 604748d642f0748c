/** Brings the console's part that is not loaded with the rest of the page: saved requests, and tools for long messages. */

/** Beside this bundle. Not written into the import: the bundler would put the module into the main bundle. */
const url = "./console_extras.js";

/** Loads it, or says by rejecting that the node is not there to give it; later calls try again. */
export function loadExtras(): Promise<typeof import("./extras/extras.ts")> {
  return import(url);
}
