/** Copies a request as a program that sends it. */
import { copyText } from "../../page/copy.ts";
import { type SnippetForm, snippets } from "./snippets.ts";

/** Says whether it was copied: some requests have no such form, and some browsers forbid it. */
export async function copySnippet(form: SnippetForm, url: string, request: string): Promise<boolean> {
  const text = snippets[form](url, request);
  return text !== undefined && await copyText(text);
}
