/** The small faults that can be made in the project's files, and how a person reads one. Running them is `mutate.ts`. */
import { type Mutable, mutable, type Mutant } from "./mutants.ts";
import { sourceFiles } from "./source_files.ts";

/** One fault of one file. */
export interface Fault {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly source: Mutable;
  readonly mutant: Mutant;
}

/**
 * Every possible fault in some files and folders. Tests get none. Limits get none either: their figures are choices, shown
 * by docs/limits.md.
 *
 * @throws {Error} Where one of the paths has no such file.
 */
export function faultsIn(paths: readonly string[]): Fault[] {
  const files = [...sourceFiles()].filter((file) => !/\/(limits|units)\.ts$/.test(file));
  return paths.flatMap((path) => {
    const inside = files.filter((file) => file === path || file.startsWith(`${path}/`));
    if (inside.length === 0) throw new Error(`there is no source file to make faults in at "${path}"`);
    return inside.flatMap((file) => {
      const source = mutable(Deno.readTextFileSync(file));
      return source.mutants.map((mutant) => ({ path: file, source, mutant }));
    });
  });
}

/** The file, what stood there, what stands there now, and the line around it. */
export function describe({ path, source: { javascript }, mutant: { from, to, text } }: Fault): string {
  const begin = javascript.lastIndexOf("\n", from) + 1;
  const line = javascript.slice(begin).split("\n", 1)[0]!;
  const near = line.slice(Math.max(0, from - begin - 60), from - begin + 60).trim();
  const short = (code: string) => code.replaceAll(/\s+/g, " ").slice(0, 60);
  return `${path}: \`${short(javascript.slice(from, to))}\` -> \`${short(text)}\` in \`${near}\``;
}
