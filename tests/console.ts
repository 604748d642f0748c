/** The page's console as its tests use it. */
import type { Locator, Page } from "playwright-core";

/** The message's field: plain text, or the editor. */
export function messageField(page: Page): Locator {
  return page.getByLabel("Message to send");
}

/** What the editor holds; it is there once the pointer or the keyboard has come near. */
export async function draft(page: Page): Promise<string> {
  return await page.locator("#editor .cm-content").innerText();
}

/** The entry of that number, e.g. `#1`. */
export function entry(page: Page, number: string): Locator {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: number, exact: true }) });
}

/** The entry's messages, once it is answered. */
export async function messages(page: Page, number: string): Promise<{ request: string; answer: string }> {
  const answer = await entry(page, number).locator(".answer pre").innerText();
  return { answer, request: await entry(page, number).locator(".request pre").innerText() };
}

/** The numbers of all entries, from top to bottom. */
export async function numbers(page: Page): Promise<string[]> {
  return await page.locator("#exchanges h4").allInnerTexts();
}
