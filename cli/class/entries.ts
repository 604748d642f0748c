/** The rows of a class list as `class` works on them. No row is left out, even without an address. */
import type { FaultCause, Roster } from "../../roster/roster.ts";
import { fileNames } from "./file_names.ts";
import { programOf } from "./same_node.ts";

/** One row. */
export interface Entry {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly number: string;
  readonly name: string;
  readonly class_name: string;
  /** URL of the node; without one, the text in its place. */
  readonly url: string;
  /** Set where no node can be judged. */
  readonly fault?: FaultCause;
  /** Names the program behind the address, however that is spelled; see {@linkcode programOf}. */
  readonly program: string;
  /** Other rows with the same node, e.g. `李四 (line 3)`. */
  readonly shared_with: readonly { readonly name: string; readonly line: number }[];
  /** Name of its files, without an ending. */
  readonly file: string;
}

/** All rows in the order of the file. */
export function entriesOf({ students, faults }: Roster): Entry[] {
  const urls = new Map(students.map(({ line, addr }) => [line, addr]));
  const rows = [
    ...students.map(({ addr: url, ...student }) => ({ ...student, url, fault: undefined })),
    ...faults.map(({ cause, written, same_line, ...fault }) => {
      const shared = same_line === undefined ? undefined : urls.get(same_line);
      // The same address is a node all the same.
      return { ...fault, url: shared ?? written, fault: shared === undefined ? cause : undefined };
    }),
  ].sort((a, b) => a.line - b.line);
  const owners = Map.groupBy(rows.filter(({ fault }) => fault === undefined), ({ url }) => programOf(url));
  const files = fileNames(rows);
  return rows.map(({ line, number, name, class_name, url, fault }, place) => ({
    line,
    number,
    name,
    class_name,
    url,
    ...(fault === undefined ? {} : { fault }),
    program: programOf(url),
    shared_with: fault === undefined
      ? owners.get(programOf(url))!.filter((other) => other.line !== line).map(({ name, line }) => ({
        name,
        line,
      }))
      : [],
    file: files[place]!,
  }));
}

/** The name of a row in messages. */
export function labelOf({ number, name, line }: Pick<Entry, "number" | "name" | "line">): string {
  return [number, name].filter((part) => part !== "").join(" ") || `#${line}`;
}
