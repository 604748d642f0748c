/**
 * What the class board tells its page at `GET /board/state` and `GET /board/students/ID`, for a page with the key. Every
 * string in it is only ever shown as text.
 */

/** The whole board. */
export interface BoardView {
  /** Counts up with each change. */
  readonly version: number;
  /** The node's clock, in milliseconds since 1970: ages count from it, not from the browser's clock. */
  readonly now_ms: number;
  /** True: no number, no points and no verdict is told to anybody. */
  readonly names_only: boolean;
  /** Why the class list could not be read again, as a sentence; the earlier one counts on. */
  readonly list_fault?: { readonly en: string; readonly zh: string };
  /** In the order of the class list. */
  readonly students: readonly StudentView[];
}

/** One student's tile. */
export interface StudentView {
  /** Stays the same while the board runs, also when the class list changes. */
  readonly id: number;
  readonly name: string;
  /** `none`: the list names no node. `unknown`: not dialled yet. */
  readonly presence: "none" | "unknown" | "online" | "offline";
  /** Online since, or last seen; null where it was never seen. Milliseconds since 1970. */
  readonly since_ms: number | null;
  /** Left out with {@linkcode BoardView.names_only}. */
  readonly result?: ResultView;
}

/** What is known of a student's node. */
export interface ResultView {
  readonly is_checking: boolean;
  /** `none`: not checked yet. `not_judged` is the network's doing and no zero. */
  readonly verdict: "none" | "complete" | "unfinished" | "not_judged";
  readonly points: number;
  readonly points_max: number;
  readonly stages: readonly StageView[];
  /** When the check that the points are of ended; null for none. */
  readonly checked_ms: number | null;
  readonly remarks: readonly Remark[];
}

/** One stage of a result. */
export interface StageView {
  readonly stage: number;
  /** `open`: not judged. */
  readonly state: "passed" | "missing" | "open";
}

/** What a person should look at. */
export type Remark =
  /** Another student has the same node. */
  | "shared"
  /** The node calls itself otherwise than the list does. */
  | "other_name"
  /** A foxchain answers, no program of the student's own. */
  | "foxchain"
  /** The last check could not judge the node: the points are of the one before. */
  | "kept"
  /** The connection to the node was lost during the check. */
  | "interrupted"
  /** The node was started again since the check. */
  | "restarted";

/** What a tile opens. */
export interface StudentDetail {
  readonly id: number;
  readonly name: string;
  readonly number: string;
  readonly class_name: string;
  readonly url: string;
  /** The name that the node gives itself. */
  readonly said_name?: string;
  /** Other students with the same node. */
  readonly shared_with: readonly string[];
  /** Why it was not judged, as a sentence. */
  readonly why?: string;
  readonly failures: readonly Failure[];
}

/** One failing exchange in words. */
export interface Failure {
  readonly check: string;
  readonly price: string;
  readonly what: string;
  readonly fix: string;
  readonly sent?: Part;
  readonly got?: Part;
  /** What there is in place of an answer. */
  readonly got_note?: string;
  readonly wanted?: Part;
}

/** A text with its first difference marked. */
export interface Part {
  readonly before: string;
  readonly mark: string;
  readonly after: string;
}

/** Body (JSON) of `POST /board/check`: one student, or all. */
export interface CheckOrder {
  readonly id?: number;
}

/** Its answer: how many nodes will be checked, and how many are not because they were checked just now or are offline. */
export interface CheckAnswer {
  readonly begun: number;
  readonly left_out: number;
}
