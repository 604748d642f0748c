/** Runs the class board: a node whose page shows the class, with sockets, a timer and the file of the list. */
import type { Stage } from "../../../check/check.ts";
import { runChecks } from "../../../check/run.ts";
import { outbound_default, peers_default_max } from "../../../discovery/limits.ts";
import { logOf } from "../../../node/logging.ts";
import type { Roster } from "../../../roster/roster.ts";
import { SocketWorld } from "../../check_world.ts";
import { Failure } from "../../failure.ts";
import type { Words } from "../../language.ts";
import type { Output } from "../../output.ts";
import { type Lecturer, serveNode } from "../../serve_node.ts";
import type { Terminal } from "../../terminal.ts";
import { program_version } from "../../version.ts";
import { entriesOf } from "../entries.ts";
import { clearer } from "../young_memory.ts";
import { ClassBoard } from "./class_board.ts";
import { SocketConnections } from "./connections.ts";
import * as limits from "./limits.ts";
import { ListFile, markOf } from "./list_file.ts";
import type { Moment } from "./presence.ts";

/** What the board is started with. */
export interface BoardOptions {
  /** Path of the class list. */
  readonly file: string;
  readonly names_only: boolean;
  readonly stages: readonly Stage[] | undefined;
  readonly zone: string | undefined;
  /** The same for the whole session: each check sends what the one before sent. */
  readonly seed: string;
  readonly port: number;
  readonly host: string;
  /** Path of the SQLite file. */
  readonly db: string;
  readonly open: boolean;
  readonly debug: boolean;
}

/**
 * Runs the board until it is stopped.
 *
 * @param readList Reads the file.
 * @throws {Failure} `usage` or `unavailable`, when it can't start.
 */
export async function runBoard(
  options: BoardOptions,
  readList: () => Roster,
  terminal: Terminal,
  output: Output,
): Promise<void> {
  let roster = readList();
  const file = new ListFile(() => markOf(options.file), readList);
  const clear = clearer();
  const board = new ClassBoard({
    names_only: options.names_only,
    now,
    check: (url) => check(url, options),
    onChecked: clear,
    fault: (error) => void logOf("board").fault("check", error),
  });
  board.takeList(entriesOf(roster));
  const connections = new SocketConnections(now, () => board.changed());
  board.connect(connections);
  const look = () => {
    const news = file.look();
    if (news === undefined) return;
    if ("fault" in news) return board.keepList(wordsOf(news.fault));
    roster = news.list;
    board.takeList(entriesOf(roster));
  };
  const timers = [setInterval(() => board.tick(), limits.tick_ms), setInterval(look, limits.list_look_ms)];
  try {
    await serveNode(serveOptions(options), terminal, output, {
      board,
      names: () => namesOf(roster, options.names_only),
    });
  } finally {
    for (const timer of timers) clearInterval(timer);
    await board.end();
  }
}

function wordsOf(fault: unknown): Words {
  if (fault instanceof Failure) return fault.words;
  const text = String(fault);
  return { en: text, zh: text };
}

function now(): Moment {
  return { steady_ms: performance.now(), wall_ms: Date.now() };
}

async function check(url: string, { seed, stages, zone }: BoardOptions) {
  await using world = new SocketWorld(url);
  return await runChecks(world, { url, seed, agent: `foxchain/${program_version}`, stages, zone });
}

/** What the page of the node itself shows. */
function namesOf({ students }: Roster, names_only: boolean): ReturnType<Lecturer["names"]> {
  return students.map(({ key, name, number, class_name }) =>
    names_only ? { key, name, number: "", class_name: "" } : { key, name, number, class_name }
  );
}

function serveOptions({ port, host, db, open, debug }: BoardOptions): Parameters<typeof serveNode>[0] {
  return {
    port,
    host,
    db,
    open,
    debug,
    proxy: [],
    without: [],
    log: "text",
    join: [],
    advertise: [],
    net: "foxchain",
    dial: true,
    outbound: outbound_default,
    peersMax: peers_default_max,
  };
}
