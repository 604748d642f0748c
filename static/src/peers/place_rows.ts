/** Puts rows into their order with few moves, and without moving the one that has the focus, which would lose it. */
import { longestOrderedRun } from "./longest_ordered_run.ts";

/** The children become exactly those wanted, in that order. */
export function placeRows(parent: Element, wanted: readonly Element[]): void {
  const places = new Map(wanted.map((row, place) => [row, place]));
  const standing: number[] = [];
  let fixed: number | undefined;
  for (const child of [...parent.children]) {
    const place = places.get(child);
    if (place === undefined) {
      child.remove();
      continue;
    }
    standing.push(place);
    if (child.contains(document.activeElement)) fixed = place;
  }
  const kept = longestOrderedRun(standing, fixed);
  for (const [place, row] of wanted.entries()) {
    if (kept.has(place)) continue;
    if (place === 0) parent.prepend(row);
    else wanted[place - 1]!.after(row);
  }
}
