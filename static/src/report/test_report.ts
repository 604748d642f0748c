/** Reports for tests. */
import { judge } from "../lab/judge.ts";
import { lecture_ms, said, whole_lab, whole_progress } from "../lab/test_evidence.ts";
import type { Language } from "../page/language.ts";
import type { Fields } from "./fields.ts";
import { makeReport, type Report } from "./report.ts";

/** All fields of the student's, the summary left empty. */
export const fields: Fields = {
  term: "2026-2027-1",
  lab_number: "2",
  name: "王小明",
  student_number: "2026001",
  class: "区块链 1 班",
  place: "实验楼 B301",
  date: "2026-11-25",
  teacher: "李老师",
  group_mates: "",
  summary: "",
};

/** Text that is harmless only where it stays text. */
export const markup =
  `<img src=x onerror=alert(1)>"'&</td></pre><script>alert(2)</script>|\`\`\`\n# h [l](javascript:1)`;

/** The whole lab's report. */
export function report(language: Language, changes: Partial<Fields> = {}): Report {
  return makeReport({
    language,
    fields: { ...fields, ...changes },
    node_url: "ws://localhost:9000/ws",
    implementation: "foxchain/1.2.3",
    progress: whole_progress,
    now_ms: lecture_ms + 60_000,
    time_zone: "Asia/Shanghai",
  });
}

/** A report with markup in every place that a student or a stranger fills. */
export function hostileReport(language: Language): Report {
  const pairs = whole_lab.map(([request, answer]) =>
    [
      // An address with markup in it, registered and listed.
      JSON.parse(JSON.stringify(request).replaceAll("ws://localhost:9000/ws", json(`ws://a/${markup}`))),
      {
        ...JSON.parse(JSON.stringify(answer).replaceAll("ws://localhost:9000/ws", json(`ws://a/${markup}`))),
        error: markup,
      },
    ] as const
  );
  const every_field = Object.fromEntries(Object.keys(fields).map((id) => [id, markup])) as unknown as Fields;
  return makeReport({
    language,
    fields: every_field,
    node_url: `ws://a/${markup}`,
    implementation: markup,
    progress: judge(said(...pairs), true),
    now_ms: lecture_ms,
  });
}

/** The inside of a JSON string. */
function json(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
