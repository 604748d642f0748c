/** Fetches what a student's op wrote to its log for one request of this page. */
import { page_header, type SaidAnswer } from "../../../live_messages.ts";

/**
 * Asks the node that serves the page.
 *
 * @param tag Of the connection; "" for another node's, which tells nothing.
 * @param request Counts from 1 on that connection.
 * @returns The lines as one text; "" where there are none, or the node does not tell.
 */
export async function saidFor(
  tag: string,
  request: number,
  ask: typeof fetch = fetch,
): Promise<string> {
  if (tag === "") return "";
  // Relative, so that a proxy may put the page below any path.
  const answer = await ask(`said?request=${request}`, { headers: { [page_header]: tag } });
  if (!answer.ok) return "";
  const { lines, left_out }: SaidAnswer = await answer.json();
  return [...lines, ...(left_out > 0 ? [`… +${left_out}`] : [])].join("\n");
}
