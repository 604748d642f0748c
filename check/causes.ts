/** Every cause that the checks can diagnose. `hints.ts` has the words for each, in Chinese and English. */

/** Names of the causes. Scripts read them in the JSON: a name is never given a new meaning. */
export const causes = [
  // The connection.
  "path_other",
  "http_status",
  "http_post",
  "no_http",
  "no_websocket",
  "browser_failed",
  "unreachable",
  "refused",
  "no_host",
  "handshake_late",
  "node_gone",
  "budget",
  "answers_late",
  // The answer did not come, or not alone.
  "program_ended",
  "closed",
  "closed_at_open",
  "origin_refused",
  "broadcast",
  "text_name",
  "addr_not_found",
  "closed_time",
  "closed_list",
  "closed_parse",
  "closed_missing_key",
  "closed_after",
  "silent",
  "silent_branch",
  "silent_all",
  "standstill",
  "slow",
  "slow_all",
  "extra_message",
  "greeting",
  // The answer's form.
  "binary",
  "python_dict",
  "python_words",
  "unescaped_quotes",
  "nearly_json",
  "plain_text",
  "json_glued",
  "empty_text",
  "error_text",
  "json_twice",
  "json_inside",
  "list_wrapped",
  "not_object",
  "echo",
  "key_near",
  "key_renamed",
  "key_missing",
  "level_extra",
  "level_missing",
  "wrong_type",
  "number_text",
  "status_other",
  "text_misspelt",
  "text_quotes",
  "text_other",
  "response_not_null",
  "response_missing",
  "response_extra",
  "op_unknown",
  "swallowed",
  "op_not_checked",
  "args_not_checked",
  "json_not_checked",
  // register and peers.
  "list_bare",
  "list_text",
  "list_object",
  "list_joined",
  "list_nested",
  "items_objects",
  "items_other",
  "not_listed",
  "listed_altered",
  "replaced",
  "first_only_listed",
  "per_connection",
  "listed_twice",
  "letters_listed",
  "list_as_one",
  "list_ignored",
  "list_first_only",
  "list_last_only",
  "list_refused",
  "wss_ignored",
  "scheme_unchecked",
  "scheme_refused",
  "list_scheme_unchecked",
  // time.
  "time_unit",
  "time_uptime",
  "time_text",
  "time_quoted",
  "time_parts",
  "time_swapped",
  "time_whole",
  "time_hours",
  "clock_off",
  "clock_other",
  "time_frozen",
  "time_nonsense",
  "zone_pair",
  "zone_offset",
  "zone_local",
  "zone_long",
  "zone_iana",
  "zone_case",
  "zone_other",
  "zone_odd",
  "zone_empty",
  // Beside the points.
  "order_lost",
  "shared_list",
  "is_foxchain",
  "calls_itself",
  "beyond_closed",
  "beyond_silent",
  "window",
  "grader",
] as const;

/** One of {@linkcode causes}. */
export type Cause = typeof causes[number];

/** What one diagnosis found. */
export interface Finding {
  readonly cause: Cause;
  /** `fault` costs points, `warning` is a slip that costs none, `note` is about something that is not judged. */
  readonly level: "fault" | "warning" | "note";
  /** Points; 0 where the same cause has cost already. */
  readonly cost: number;
  /** What the hint's words are filled with. */
  readonly values: Values;
  /** Number of the frame that shows it. */
  readonly frame?: number;
  /** What was sent in the handshake, which is not a frame. */
  readonly sent?: string;
  /** The right answer as text; missing where there is no single one. */
  readonly wanted?: string;
  /** The part of the answer that is compared with `wanted`, where that is not the whole answer. */
  readonly got?: string;
}

/** Values by name. */
export type Values = Readonly<Record<string, string | number>>;

/** A fault. */
export function fault(cause: Cause, cost: number, values: Values = {}): Finding {
  return { cause, level: "fault", cost, values };
}

/** A slip that costs nothing. */
export function warning(cause: Cause, values: Values = {}): Finding {
  return { cause, level: "warning", cost: 0, values };
}

/** Something beside the points. */
export function note(cause: Cause, values: Values = {}): Finding {
  return { cause, level: "note", cost: 0, values };
}

/** Faults of a whole program. Each costs points once, however many answers show it. */
export const habits: ReadonlySet<Cause> = new Set<Cause>([
  "binary",
  "python_dict",
  "python_words",
  "unescaped_quotes",
  "nearly_json",
  "json_twice",
  "json_inside",
  "list_wrapped",
  "key_near",
  "key_renamed",
  "key_missing",
  "level_extra",
  "level_missing",
  "number_text",
  "list_bare",
  "list_text",
  "list_object",
  "list_joined",
  "list_nested",
  "items_objects",
  "closed_after",
  "extra_message",
  "standstill",
  "slow",
  "path_other",
  "letters_listed",
  "error_text",
  "replaced",
  "status_other",
  "op_unknown",
  "window",
  "addr_not_found",
  "text_other",
  "json_glued",
  "wrong_type",
]);
