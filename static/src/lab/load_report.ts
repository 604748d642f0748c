/** Brings the report's part of the page, which is not loaded with the rest of it. */

/** Beside this bundle. Not written into the import: the bundler would put the module into the main bundle. */
const url = "./report.js";

/** Loads it, or says by rejecting that the node is not there to give it; later calls try again. */
export function loadReport(): Promise<typeof import("../report/report_dialog.ts")> {
  return import(url);
}
