/** The evidence of a check: the whole result with every message, its hash, and what it does not prove. */
import type { Finding } from "./causes.ts";
import { hintFor } from "./hints.ts";
import type { Report } from "./result.ts";
import { type Language, result_words } from "./words.ts";

/** Makes a hash of a text, in hexadecimal digits. */
export type Digest = (text: string) => string | Promise<string>;

/**
 * Writes the evidence file.
 *
 * @param sha256 SHA-256 of the UTF-8 text of the report as `JSON.stringify` writes it.
 */
export async function evidenceJson(report: Report, sha256: Digest): Promise<string> {
  const hash = await sha256(JSON.stringify(report));
  const proves = { en: result_words.en.proof, zh: result_words.zh.proof };
  return JSON.stringify({ proves, sha256: hash, report }, null, 2) + "\n";
}

/** Whether the report in an evidence file has the hash that the file names. */
export async function isWhole(evidence: string, sha256: Digest): Promise<boolean> {
  const { report, sha256: named } = JSON.parse(evidence);
  return await sha256(JSON.stringify(report)) === named;
}

/** The report with each finding's words, for `--json`. */
export function withHints(report: Report, language: Language): unknown {
  const worded = (finding: Finding) => ({ ...finding, ...hintFor(finding.cause, finding.values, language) });
  return {
    ...report,
    checks: report.checks.map((check) => ({ ...check, findings: check.findings.map(worded) })),
    notes: report.notes.map(worded),
  };
}
