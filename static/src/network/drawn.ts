/** What is drawn, by id. */

/** Takes away what is not kept. */
export function removeOthers<Drawn>(
  drawn: Map<string, Drawn>,
  kept: ReadonlySet<string>,
  take: (drawn: Drawn) => void,
): void {
  for (const [id, each] of drawn) {
    if (kept.has(id)) continue;
    take(each);
    drawn.delete(id);
  }
}
