/** How the options of `check` and `class` are read. */
import { InvalidArgumentError } from "commander";
import { type Stage, stages } from "../check/check.ts";

/** A new seed: eight hexadecimal digits. */
export function newSeed(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/**
 * Stages as in `1,2`.
 *
 * @throws {InvalidArgumentError}
 */
export function readStages(text: string): readonly Stage[] {
  const numbers = text.split(",").map((part) => Number(part.trim()));
  const chosen = stages.filter((stage) => numbers.includes(stage));
  if (chosen.length === 0 || numbers.some((number) => !stages.includes(number as Stage))) {
    throw new InvalidArgumentError("A stage is 1, 2 or 3; several are written as 1,2.");
  }
  return chosen;
}

/**
 * An abbreviation of a time zone.
 *
 * @throws {InvalidArgumentError}
 */
export function readZone(text: string): string {
  if (!/^([A-Z]{1,6}|[+-]\d\d(\d\d)?)$/.test(text)) {
    throw new InvalidArgumentError("An abbreviation looks like CST, UTC or +08.");
  }
  return text;
}
