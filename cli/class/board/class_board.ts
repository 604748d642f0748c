/**
 * The class board: which nodes are watched, which checks run, and what its page is told. Clock, connections and checks are
 * given, so a test plays a whole lab.
 */
import type { Report } from "../../../check/result.ts";
import type { BoardView, CheckAnswer, StudentDetail, StudentView } from "../../../node/page/board_routes.ts";
import type { Language } from "../../language.ts";
import type { Entry } from "../entries.ts";
import { placeOf } from "../same_node.ts";
import { class_words } from "../words.ts";
import type { Connections } from "./connections.ts";
import * as limits from "./limits.ts";
import type { Moment } from "./presence.ts";
import { isOtherName } from "./other_name.ts";
import { WatchedNode } from "./watched_node.ts";

/** What the board is given. */
export interface ClassBoardOptions {
  readonly names_only: boolean;
  readonly now: () => Moment;
  /** Checks one node, always with the same seed. */
  readonly check: (url: string) => Promise<Report>;
  /** Called after each check. */
  readonly onChecked?: () => void;
  /** Takes note of a bug. */
  readonly fault: (error: unknown) => void;
}

interface Student {
  readonly id: number;
  readonly entry: Entry;
  /** Undefined: the list names none. */
  readonly node: WatchedNode | undefined;
}

/** The board. */
export class ClassBoard {
  readonly #options: ClassBoardOptions;
  readonly #ids = new Map<string, number>();
  readonly #nodes = new Map<string, WatchedNode>();
  readonly #running = new Set<Promise<void>>();
  #connections: Connections | undefined;
  #students: readonly Student[] = [];
  #list_fault: BoardView["list_fault"];
  #version = 1;
  #last: Moment | undefined;
  #is_ended = false;

  constructor(options: ClassBoardOptions) {
    this.#options = options;
  }

  /** Gives the board its sockets. Until then nothing is dialled. */
  connect(connections: Connections): void {
    this.#connections = connections;
  }

  /** A tile has changed. */
  changed(): void {
    this.#version++;
  }

  /** Takes a class list. A student with the same number and name is the same one; another address is another node. */
  takeList(entries: readonly Entry[]): void {
    const nodes = new Map<string, WatchedNode>();
    const seen = new Map<string, number>();
    this.#students = entries.map((entry) => {
      const person = JSON.stringify([entry.number, entry.name]);
      const count = seen.get(person) ?? 0;
      seen.set(person, count + 1);
      const id = this.#idOf(`${person} ${count}`);
      if (entry.fault !== undefined) return { id, entry, node: undefined };
      const place = placeOf(entry.url);
      const node = nodes.get(place) ?? this.#nodes.get(place) ?? new WatchedNode(entry.url, entry.program);
      nodes.set(place, node);
      return { id, entry, node };
    });
    for (const [place, node] of this.#nodes) {
      if (nodes.get(place) !== node) this.#connections?.end(node.presence);
    }
    this.#nodes.clear();
    for (const [place, node] of nodes) this.#nodes.set(place, node);
    this.#list_fault = undefined;
    this.changed();
  }

  /** The file of the list can't be read: the earlier one counts on, and the page says why. */
  keepList(fault: NonNullable<BoardView["list_fault"]>): void {
    if (this.#list_fault?.en === fault.en) return;
    this.#list_fault = fault;
    this.changed();
  }

  /** Does what is due. */
  tick(): void {
    if (this.#is_ended) return;
    const now = this.#options.now();
    if (this.#last !== undefined && gap_ms(this.#last, now) >= limits.sleep_gap_ms) {
      this.#connections?.reset(now);
    }
    this.#last = now;
    for (const node of this.#nodes.values()) this.#connections?.look(node.url, node.presence, now);
    // Nobody would see a result: the students' windows are spared.
    if (this.#options.names_only) return;
    for (const node of this.#nodes.values()) {
      if (this.#running.size >= limits.checks_at_once_max) return;
      if (node.isDue(now) && !this.#isBusy(node.program)) this.#begin(node, now);
    }
  }

  /** Orders checks: of one student, or of all that are not offline. */
  order(id?: number): CheckAnswer | undefined {
    const now = this.#options.now();
    const one = id === undefined ? undefined : this.#students.find((student) => student.id === id);
    if (id !== undefined && one === undefined) return undefined;
    const nodes = this.#options.names_only
      ? []
      : one === undefined
      ? [...this.#nodes.values()]
      : one.node === undefined
      ? []
      : [one.node];
    const begun =
      nodes.filter((node) => (one !== undefined || node.presence.status === "online") && node.order(now))
        .length;
    if (begun > 0) this.changed();
    return { begun, left_out: (one === undefined ? this.#nodes.size : 1) - begun };
  }

  /** What the page shows. */
  view(): BoardView {
    return {
      version: this.#version,
      now_ms: this.#options.now().wall_ms,
      names_only: this.#options.names_only,
      ...(this.#list_fault === undefined ? {} : { list_fault: this.#list_fault }),
      students: this.#students.map((student) => this.#tile(student)),
    };
  }

  /** What a tile opens; undefined for a student that is not on the list, and where only names are told. */
  detail(id: number, language: Language): StudentDetail | undefined {
    const student = this.#students.find((student) => student.id === id);
    if (student === undefined || this.#options.names_only) return undefined;
    const { entry: { name, number, class_name, url, shared_with, fault }, node } = student;
    const { said_name, words } = node?.result ?? {};
    const why = fault === undefined ? words?.[language].why : class_words[language].faults[fault];
    return {
      id,
      name,
      number,
      class_name,
      url,
      ...(said_name === undefined ? {} : { said_name }),
      shared_with: shared_with.map((other) => `${other.name} (${class_words[language].line(other.line)})`),
      ...(why === undefined ? {} : { why }),
      failures: words?.[language].failures ?? [],
    };
  }

  /** Ends the connections, and waits for the checks that run. */
  async end(): Promise<void> {
    this.#is_ended = true;
    await this.#connections?.close();
    await Promise.all(this.#running);
  }

  #tile({ id, entry, node }: Student): StudentView {
    const { status = "none", since_ms = null } = node?.presence ?? {};
    const said = node?.result?.said_name;
    const remarks = [
      ...entry.shared_with.length > 0 ? ["shared" as const] : [],
      ...said !== undefined && isOtherName(said, entry) ? ["other_name" as const] : [],
    ];
    return {
      id,
      name: entry.name || entry.number || `#${entry.line}`,
      presence: status,
      since_ms,
      ...(this.#options.names_only || node === undefined ? {} : { result: node.view(remarks) }),
    };
  }

  #begin(node: WatchedNode, now: Moment): void {
    node.begin(now);
    this.changed();
    const running = this.#options.check(node.url).then(
      (report) => node.end(report, this.#options.now()),
      (error) => {
        node.fail(this.#options.now());
        this.#options.fault(error);
      },
    ).then(() => {
      this.#running.delete(running);
      this.changed();
      this.#options.onChecked?.();
    });
    this.#running.add(running);
  }

  #isBusy(program: string): boolean {
    return this.#nodes.values().some((node) => node.is_checking && node.program === program);
  }

  #idOf(person: string): number {
    const id = this.#ids.get(person) ?? this.#ids.size + 1;
    this.#ids.set(person, id);
    return id;
  }
}

/** How long nobody looked. Which of the two clocks goes on in a sleep depends on the system. */
function gap_ms(last: Moment, now: Moment): number {
  return Math.max(now.steady_ms - last.steady_ms, now.wall_ms - last.wall_ms);
}
