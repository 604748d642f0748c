/** Who needs help, and in which order: the board shows them first. Pure. */
import type { StudentView } from "../../board_messages.ts";

/** How a student stands, the one that needs help most first. A tile has a sign for each. */
export const needs = ["missing", "unjudged", "lost", "away", "waiting", "done"] as const;

/** One of {@linkcode needs}. */
export type Need = typeof needs[number];

/**
 * How a student stands. `missing`: online, points are missing. `unjudged`: online, the check could not end. `lost`: was
 * here, and is not any more. `away`: was never seen, or has no node. `waiting`: not checked yet. `done`: all points.
 *
 * @example
 * ```ts
 * import { needOf } from "./need.ts";
 * import assert from "node:assert/strict";
 *
 * const student = { id: 1, name: "Ann", since_ms: 0 };
 * assert.equal(needOf({ ...student, presence: "offline" }), "lost");
 * assert.equal(needOf({ ...student, presence: "offline", since_ms: null }), "away");
 * ```
 */
export function needOf({ presence, since_ms, result }: StudentView): Need {
  const { verdict = "none", points = 0, points_max = 1 } = result ?? {};
  if (verdict === "complete" && points === points_max) return "done";
  if (presence === "offline" && since_ms !== null) return "lost";
  if (presence === "offline" || presence === "none") return "away";
  if (verdict === "complete") return "missing";
  return verdict === "none" ? "waiting" : "unjudged";
}

/** Whether a student should be seen at all times. */
export function isInNeed(student: StudentView): boolean {
  return needs.indexOf(needOf(student)) <= needs.indexOf("lost");
}

/**
 * The students, those in need first: by their need, then by their points, then by how long it has been so, then as on the
 * class list. Without results nobody learns anything from the order but who is here.
 */
export function sorted(students: readonly StudentView[]): StudentView[] {
  const places = new Map(students.map(({ id }, place) => [id, place]));
  return [...students].sort((a, b) =>
    needs.indexOf(needOf(a)) - needs.indexOf(needOf(b)) ||
    (a.result?.points ?? 0) - (b.result?.points ?? 0) ||
    (a.result && b.result ? (a.since_ms ?? 0) - (b.since_ms ?? 0) : 0) ||
    places.get(a.id)! - places.get(b.id)!
  );
}
