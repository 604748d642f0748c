/** Brings the lab's parts of the page that are not loaded with the rest of it. */

/** Beside this bundle. Not written into the imports: the bundler would put the modules into the main bundle. */
const urls = { report: "./report.js", check: "./check.js" };

/** Loads the report's dialog, or says by rejecting that the node is not there to give it; later calls try again. */
export function loadReport(): Promise<typeof import("../report/report_dialog.ts")> {
  return import(urls.report);
}

/** Loads what checks a node; see {@linkcode loadReport}. */
export function loadCheck(): Promise<typeof import("../check/check.ts")> {
  return import(urls.check);
}
