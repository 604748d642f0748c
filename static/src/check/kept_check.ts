/**
 * The stored result of a check for the lab report, in words of both languages, one for each node. The words are made
 * when the check ends. So the report needs neither the hints nor all messages. Pure.
 */
import { check_ids, type CheckId, type Stage } from "../../../check/check.ts";
import type { Finding } from "../../../check/causes.ts";
import type { CheckResult, Report, State } from "../../../check/result.ts";
import { showFinding, type Shown, whyNot } from "../../../check/shown.ts";

/** In both languages. */
export interface Bilingual<T> {
  readonly en: T;
  readonly zh: T;
}

/** A finding as it is shown. */
export interface KeptFinding extends Bilingual<Omit<Shown, "finding">> {
  readonly level: Finding["level"];
}

/** One check. */
export interface KeptResult {
  readonly id: CheckId;
  readonly stage: Stage;
  readonly state: State;
  readonly points: number;
  readonly points_max: number;
  /** Of one that was not done. */
  readonly why?: Bilingual<string>;
  readonly findings: readonly KeptFinding[];
}

/** One node's last check. */
export interface KeptCheck extends
  Pick<
    Report,
    | "url"
    | "agent"
    | "seed"
    | "started_ms"
    | "took_ms"
    | "verdict"
    | "points"
    | "points_max"
    | "points_open"
  > {
  /** Of this form. */
  readonly format: 1;
  readonly checks: readonly KeptResult[];
  readonly notes: readonly KeptFinding[];
}

/** Nodes whose last check is kept: as many as the lab remembers. */
export const checks_kept_max = 8;

/** Puts a result into words. */
export function keptCheck(report: Report): KeptCheck {
  const { url, agent, seed, started_ms, took_ms, verdict, points, points_max, points_open } = report;
  return {
    format: 1,
    ...{ url, agent, seed, started_ms, took_ms, verdict, points, points_max, points_open },
    checks: report.checks.map((check) => keptResult(report, check)),
    notes: report.notes.map((note) => keptFinding(report, note)),
  };
}

function keptResult(report: Report, check: CheckResult): KeptResult {
  const { id, stage, state, points, points_max, findings } = check;
  const [en, zh] = [whyNot(check, "en"), whyNot(check, "zh")];
  return {
    ...{ id, stage, state, points, points_max },
    ...(en === undefined || zh === undefined ? {} : { why: { en, zh } }),
    findings: findings.map((finding) => keptFinding(report, finding)),
  };
}

function keptFinding(report: Report, finding: Finding): KeptFinding {
  const shown = (language: "en" | "zh") => {
    const { finding: _, ...words } = showFinding(report, finding, language);
    return words;
  };
  return { level: finding.level, en: shown("en"), zh: shown("zh") };
}

/** The stored list with this check in place of an earlier one of that node. Beyond the limit the oldest are dropped. */
export function withCheck(stored: string | null, check: KeptCheck): string {
  const others = readChecks(stored).filter(({ url }) => url !== check.url);
  return JSON.stringify([...others.slice(1 - checks_kept_max), check]);
}

/** From storage. What is not as this version writes it, is left out. */
export function readChecks(stored: string | null): readonly KeptCheck[] {
  try {
    const list: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(list) ? list.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(value: Partial<KeptCheck> | null): value is KeptCheck {
  return value?.format === 1 && typeof value.url === "string" && Number.isFinite(value.started_ms) &&
    Array.isArray(value.checks) && value.checks.every(isResult) &&
    Array.isArray(value.notes) && value.notes.every(isFinding);
}

function isResult(value: Partial<KeptResult> | null): boolean {
  return value !== null && check_ids.includes(value.id as CheckId) && Array.isArray(value.findings) &&
    value.findings.every(isFinding);
}

function isFinding(value: Partial<KeptFinding> | null): boolean {
  return typeof value?.en?.what === "string" && typeof value.zh?.what === "string";
}
