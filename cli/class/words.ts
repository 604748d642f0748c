/** Words of a class in both languages. */
import type { FaultCause } from "../../roster/roster.ts";
import type { Language } from "../language.ts";

interface ClassWords {
  readonly title: string;
  readonly faults: Readonly<Record<FaultCause, string>>;
  readonly line: (line: number) => string;
  readonly shared: (others: string) => string;
  readonly kept: (date: string) => string;
  readonly partly: (points: number, open: number) => string;
  readonly not_judged: string;
  readonly slow: string;
  readonly already: string;
  readonly columns: readonly [number: string, name: string, group: string, points: string, remark: string];
  readonly counts: (judged: number, all: number, full: number, open: number) => string;
  readonly average: (points: string) => string;
  readonly mistakes: string;
  readonly no_mistakes: string;
  readonly students: (count: number) => string;
  readonly nobody_judged: string;
  readonly unwritten: (lines: string) => string;
  readonly separator: string;
}

/** All words. */
export const class_words: Readonly<Record<Language, ClassWords>> = {
  en: {
    title: "Check of a class",
    faults: {
      no_name: "there is no name in the list",
      no_url: "there is no url in the list",
      no_address: "what the list has is no address of a node",
      same_address: "the same address",
      too_many: "the list is too long",
      open_quote: "a quote in this line of the list is not closed",
    },
    line: (line) => `line ${line}`,
    shared: (others) => `the same node as ${others}`,
    kept: (date) => `result of ${date}: the node could not be judged again`,
    partly: (points, open) => `so far ${points} points, ${open} are not judged`,
    not_judged: "not judged",
    slow: "slow, not finished",
    already: "judged before",
    columns: ["number", "name", "class", "points", "remark"],
    counts: (judged, all, full, open) =>
      `${judged} of ${all} judged, ${full} with all points, ${open} not judged`,
    average: (points) => `mean of those that were judged: ${points}`,
    mistakes: "The commonest mistakes",
    no_mistakes: "No mistakes.",
    students: (count) => `${count} ${count === 1 ? "student" : "students"}`,
    nobody_judged: "Nobody was judged yet.",
    unwritten: (lines) =>
      `not in grades.csv, since Moodle would give their points to the student before: lines without a number (${lines})`,
    separator: "; ",
  },
  zh: {
    title: "班级检查",
    faults: {
      no_name: "名单中没有姓名",
      no_url: "名单中没有网址",
      no_address: "名单中的内容不是节点地址",
      same_address: "地址相同",
      too_many: "名单太长",
      open_quote: "名单中这一行的引号没有闭合",
    },
    line: (line) => `第 ${line} 行`,
    shared: (others) => `与 ${others} 是同一个节点`,
    kept: (date) => `这是 ${date} 的结果：再次检查时无法评判该节点`,
    partly: (points, open) => `目前 ${points} 分，另有 ${open} 分未评判`,
    not_judged: "未评判",
    slow: "太慢，未完成",
    already: "之前已评判",
    columns: ["学号", "姓名", "班级", "得分", "评语"],
    counts: (judged, all, full, open) => `${all} 人中已评判 ${judged} 人，满分 ${full} 人，未评判 ${open} 人`,
    average: (points) => `已评判者的平均分：${points}`,
    mistakes: "最常见的错误",
    no_mistakes: "没有错误。",
    students: (count) => `${count} 人`,
    nobody_judged: "还没有人被评判。",
    unwritten: (lines) => `以下行没有学号，未写入 grades.csv（Moodle 会把分数记给上一行的学生）：${lines}`,
    separator: "；",
  },
};
