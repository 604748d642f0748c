/**
 * A result as JUnit XML, for programs that collect test results. XML 1.0 forbids some characters: they become U+FFFD.
 */
import { type CheckResult, isOpen, type Report } from "./result.ts";
import { plainExcerpt, showFinding, whyNot } from "./shown.ts";
import { type Language, result_words } from "./words.ts";

const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Text for XML.
 *
 * @example
 * ```ts
 * import { xmlText } from "./junit.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(xmlText('<a b="\u0000\ud800">'), "&lt;a b=&quot;\ufffd\ufffd&quot;&gt;");
 * ```
 */
export function xmlText(text: string): string {
  const signs: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
  };
  // A line end in an attribute would become a space.
  return text.replaceAll(forbidden, "\ufffd").replaceAll(/[&<>"']/g, (sign) => signs[sign]!)
    .replaceAll(/[\t\r\n]/g, (space) => `&#${space.charCodeAt(0)};`);
}

/** Writes the file of one node or of many: a suite for each stage. */
export function junitXml(reports: readonly Report[], language: Language): string {
  return junitFile(reports.map((report) => junitSuites(report, language)));
}

/** Puts the suites of many nodes into one file. */
export function junitFile(suites: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("")}</testsuites>\n`;
}

/**
 * The suites of one node.
 *
 * @param owner The beginning of their names in place of the URL, e.g. a student's number and name.
 */
export function junitSuites(report: Report, language: Language, owner = report.url): string {
  return report.stages.map((stage) => suite(report, stage, language, owner)).join("");
}

function suite(report: Report, stage: number, language: Language, owner: string): string {
  const words = result_words[language];
  const checks = report.checks.filter((check) => check.stage === stage);
  const count = (of: (check: CheckResult) => boolean) => checks.filter(of).length;
  const name = `${owner} ${stage}: ${words.stages[stage as 1 | 2 | 3]}`;
  const errors = count(({ state }) => state === "grader_error");
  const skipped = count(({ state }) => state === "skipped" || (isOpen(state) && state !== "grader_error"));
  const failures = count(({ state }) => state === "failed" || state === "partial");
  const time = new Date(report.started_ms).toISOString().slice(0, 19);
  const cases = checks.map((check) => testcase(report, check, language)).join("");
  return `<testsuite name="${
    xmlText(name)
  }" tests="${checks.length}" failures="${failures}" errors="${errors}" ` +
    `skipped="${skipped}" timestamp="${time}">\n${cases}</testsuite>\n`;
}

function testcase(report: Report, check: CheckResult, language: Language): string {
  const words = result_words[language];
  const name = `${words.checks[check.id]} (${words.points(check.points, check.points_max)})`;
  const head = `<testcase classname="foxchain.stage_${check.stage}.${check.id}" name="${
    xmlText(name)
  }" time="${seconds(report, check)}"`;
  const inner = verdict(report, check, language);
  return inner === "" ? `${head}/>\n` : `${head}>${inner}</testcase>\n`;
}

function verdict(report: Report, check: CheckResult, language: Language): string {
  const shown = check.findings.map((finding) => showFinding(report, finding, language));
  const text = shown.map(({ what, fix, price, sent, got, got_note, wanted }) => {
    const words = result_words[language];
    const line = (label: string, value: string) => `  ${label}: ${value}`;
    return [
      `${price}: ${what}`,
      line(words.hint, fix),
      ...sent ? [line(words.sent, plainExcerpt(sent, language))] : [],
      ...got || got_note
        ? [line(words.got, `${got ? plainExcerpt(got, language) : ""}${got_note ?? ""}`)]
        : [],
      ...wanted ? [line(words.wanted, plainExcerpt(wanted, language))] : [],
    ].join("\n");
  }).join("\n");
  const body = text.replaceAll(forbidden, "\ufffd").replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
  if (check.state === "failed" || check.state === "partial") {
    const [first] = shown.filter(({ finding }) => finding.level === "fault");
    return `<failure type="${first?.finding.cause}" message="${
      xmlText(first?.what ?? "")
    }">${body}</failure>`;
  }
  const why = whyNot(check, language) ?? result_words[language].states[check.state];
  if (check.state === "grader_error") return `<error type="grader" message="${xmlText(why)}">${body}</error>`;
  if (check.state !== "passed") return `<skipped message="${xmlText(why)}"/>`;
  return body === "" ? "" : `<system-out>${body}</system-out>`;
}

function seconds({ frames }: Report, check: CheckResult): string {
  const took_ms = check.frames.reduce((sum, number) => sum + (frames[number - 1]?.took_ms ?? 0), 0);
  return (took_ms / 1000).toFixed(3);
}
