/** The `FOXCHAIN_*` variables: each gives one option that the command line does not give. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { commanderWords } from "./commander_words.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { InvalidValue } from "./invalid_value.ts";
import type { Terminal } from "./terminal.ts";

/**
 * An option that a variable can give as well. Commander's own `env()` is not used: it reads `process.env` by itself and
 * takes any text for true, `FOXCHAIN_DEBUG=0` included.
 *
 * @example
 * ```ts
 * import { EnvironmentOption } from "./environment.ts";
 * import assert from "node:assert/strict";
 *
 * const option = new EnvironmentOption("--db <file>", "SQLite file", "FOXCHAIN_DB");
 * assert.equal(option.description, "SQLite file [FOXCHAIN_DB]");
 * ```
 */
export class EnvironmentOption extends Option {
  constructor(flags: string, description: string, readonly variable: `FOXCHAIN_${string}`) {
    super(flags, `${description} [${variable}]`);
  }
}

/**
 * Sets the options that the command line did not give from their variables. An empty variable counts as not set.
 *
 * @throws {Failure} `usage`, naming the variable, when its value is none for that option.
 */
export function applyEnvironment(command: Command, terminal: Terminal): void {
  for (const option of command.options) {
    if (!(option instanceof EnvironmentOption)) continue;
    const key = option.attributeName();
    const text = terminal.env(option.variable);
    if (!text || command.getOptionValueSource(key) === "cli") continue;
    command.setOptionValueWithSource(key, read(option, text), "env");
  }
}

/**
 * A switch in words: 1, true, yes, on or 0, false, no, off, in any case.
 *
 * @returns Undefined for any other text.
 *
 * @example
 * ```ts
 * import { readSwitch } from "./environment.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(readSwitch("YES"), true);
 * assert.equal(readSwitch("0"), false);
 * assert.equal(readSwitch("maybe"), undefined);
 * ```
 */
export function readSwitch(text: string): boolean | undefined {
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  return undefined;
}

function read(option: EnvironmentOption, text: string): unknown {
  try {
    if (!option.isBoolean() && !option.negate) {
      return option.parseArg ? option.parseArg(text, undefined) : text;
    }
    const value = readSwitch(text);
    if (value === undefined) throw new InvalidValue({ en: "It must be 1 or 0.", zh: "应该是 1 或 0。" });
    // `--no-dial` is an option whose value is false when it is given.
    return option.negate ? !value : value;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const why = error instanceof InvalidValue ? error.words : commanderWords(error.message);
    const value = JSON.stringify(text);
    const { variable, long } = option;
    throw new Failure(
      exit_codes.usage,
      {
        en: `the environment variable ${variable} has the value ${value}. ${why.en}`,
        zh: `环境变量 ${variable} 的值是 ${value}。${why.zh}`,
      },
      {
        en: `change or unset ${variable}, or give ${long} on the command line`,
        zh: `修改或去掉 ${variable}，或者在命令行上给出 ${long}`,
      },
    );
  }
}
