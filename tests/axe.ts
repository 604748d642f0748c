/** Looks for what hinders people who see, hear or move otherwise. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";

/** One line for each element that breaks a rule. */
export async function violations(page: Page): Promise<readonly string[]> {
  if (await page.evaluate("typeof axe") === "undefined") {
    await page.addScriptTag({ content: axe.source });
    // What is off the screen is looked at, too.
    await page.addStyleTag({ content: "* { content-visibility: visible !important }" });
  }
  const { violations, passes } = await page.evaluate<axe.AxeResults>("axe.run()");
  assert.ok(passes.length > 20, `axe looked at nothing: ${passes.length} rules passed`);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${help}: ${target} ${any[0]?.message ?? ""}`)
  );
}
