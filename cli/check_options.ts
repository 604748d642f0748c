/** What `check` and `class` have in common: options, and how they are read. */
import { Option } from "commander";
import { type Stage, stages } from "../check/check.ts";
import { InvalidValue } from "./invalid_value.ts";
import type { Say, Words } from "./language.ts";
import { readText } from "./options.ts";

/** `--stage`, `--zone` and `--seed`. */
export function checkOptions(say: Say): Option[] {
  return [
    new Option(
      "--stage <numbers>",
      say({ en: "only these stages, e.g. 1 or 1,2", zh: "只检查这些阶段，例如 1 或 1,2" }),
    ).argParser(readStages),
    new Option(
      "--zone <abbreviation>",
      say({
        en: "what time_zone has to be, e.g. CST; else any",
        zh: "time_zone 应该是什么，例如 CST；不给就不限",
      }),
    ).argParser(readZone),
    new Option(
      "--seed <text>",
      say({
        en: "send what an earlier check with this seed sent",
        zh: "发送和以前用这个种子的检查相同的内容",
      }),
    ).argParser(readText),
  ];
}

/** Says that a file was written. */
export function writtenNote(path: string): Words {
  return { en: `Written: ${path}`, zh: `已写入：${path}` };
}

/** A new seed: eight hexadecimal digits. */
export function newSeed(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/**
 * Stages as in `1,2`.
 *
 * @throws {InvalidValue}
 */
export function readStages(text: string): readonly Stage[] {
  const numbers = text.split(",").map((part) => Number(part.trim()));
  const chosen = stages.filter((stage) => numbers.includes(stage));
  if (chosen.length === 0 || numbers.some((number) => !stages.includes(number as Stage))) {
    throw new InvalidValue({
      en: "A stage is 1, 2 or 3; several are written as 1,2.",
      zh: "阶段是 1、2 或 3；多个写成 1,2。",
    });
  }
  return chosen;
}

/**
 * An abbreviation of a time zone.
 *
 * @throws {InvalidValue}
 */
export function readZone(text: string): string {
  if (!/^([A-Z]{1,6}|[+-]\d\d(\d\d)?)$/.test(text)) {
    throw new InvalidValue({
      en: "An abbreviation looks like CST, UTC or +08.",
      zh: "时区缩写的样子是 CST、UTC 或 +08。",
    });
  }
  return text;
}
