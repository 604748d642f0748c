/** Runs a node in the foreground: opens the store, starts the node, says where it is, and stops it when asked to. */
import type { NodeOptions } from "../node/node_options.ts";
import type { RunningNode } from "../node/node.ts";
import { startNode } from "../node/node.ts";
import { type OpenedKey, openKey } from "../node/page/key_file.ts";
import { SteeringKey } from "../node/page/steering_key.ts";
import { configureLogging, logOf } from "../node/logging.ts";
import { bannerLines } from "./banner.ts";
import { exit_codes } from "./exit_codes.ts";
import { lanAddress } from "../node/membership/lan_address.ts";
import { keyCommand } from "./key_advice.ts";
import { memoryMax_bytes } from "./memory_max.ts";
import { type FindMode, networkOptions } from "./network_options.ts";
import { type NodeUrls, nodeUrls } from "./node_urls.ts";
import { openPage } from "./open_page.ts";
import { shownDb } from "./db_url.ts";
import { type OpenedStore, openStore } from "./open_store.ts";
import { codeLink, keyLink } from "./page_url.ts";
import { english, type Say } from "./language.ts";
import { type Output, showsColors } from "./output.ts";
import type { ServeOptions } from "./serve_options.ts";
import { startFailure } from "./start_failure.ts";
import { tellNote, tellOutage, tellOverfull } from "./tell_store.ts";
import type { Terminal } from "./terminal.ts";
import { readTlsFiles } from "./tls_files.ts";
import { program_version } from "./version.ts";

/** What a lecturer's node has besides: its board, and the names that change with the list. */
export type Lecturer = Required<Pick<NodeOptions, "board" | "names">>;

/**
 * Starts a node and settles when it has stopped.
 *
 * @throws {Failure} `usage` or `unavailable`, when it can't start.
 */
export async function serveNode(
  options: ServeOptions,
  terminal: Terminal,
  output: Output,
  lecturer?: Lecturer,
): Promise<void> {
  // A log for programs stays English.
  const say: Say = options.log === "json" ? english : output.say;
  configureLogging({
    format: options.log,
    debug: options.debug === true,
    color: showsColors(terminal, "stderr"),
    local_time: terminal.isTerminal("stderr"),
    write: (line) => terminal.write("stderr", line),
  });
  terminal.onLoss((lines) =>
    logOf("log").info(
      say({
        en: "{lines} lines are missing here: nobody read this log in time.",
        zh: "这里少了 {lines} 行：没有人及时读取日志。",
      }),
      { lines },
    )
  );
  const named = lecturer ?? { names: await namesOf(options, say) };
  const started = await start(options, terminal, named, say);
  const { node, key } = started;
  const stopped = stopWhenAsked(node, terminal);
  const urls = nodeUrls({
    host: options.host,
    port: node.port,
    tls: options.tlsCert !== undefined,
    lan_ip: lanAddress(terminal.networkInterfaces()),
  });
  const page = lecturer === undefined ? urls.page : `${urls.page}board`;
  const link = terminal.isTerminal("stderr") ? keyLink(page, key.text) : undefined;
  announce(options, started, { urls: { ...urls, page }, link }, output, say);
  const endFinding = options.find
    ? await find(options.find, options, node, terminal, output, say)
    : undefined;
  if (options.open) void openPage(codeLink(page, key.drawCode()), link ?? page, terminal, output);
  try {
    await stopped;
  } finally {
    await endFinding?.();
    started.closeValues();
  }
}

/** Begins to look for nodes. Its modules are loaded only here, so that other starts are not slower. */
async function find(
  mode: FindMode,
  options: ServeOptions,
  node: RunningNode,
  terminal: Terminal,
  output: Output,
  say: Say,
): Promise<() => Promise<void>> {
  const [{ findNodes }, { openMulticast }, { steadyClock }] = await Promise.all([
    import("./find_nodes.ts"),
    import("../lan/multicast_link.ts"),
    import("../node/steady_clock.ts"),
  ]);
  return findNodes({
    mode,
    host: options.host,
    port: node.port,
    tls: options.tlsCert !== undefined,
    net: options.net,
    asks: options.log === "text" && options.dial,
    dial: (addr) => node.dial(addr),
  }, {
    terminal,
    output,
    say,
    log: logOf("lan"),
    clock: steadyClock(),
    open: openMulticast,
    random: Math.random,
  });
}

/** A node that runs, and the key that steers it. */
interface Started extends Pick<OpenedStore, "storage" | "local" | "closeValues"> {
  readonly node: RunningNode;
  readonly key: SteeringKey;
  readonly opened: OpenedKey;
}

/** The names of the class list. Its reader is loaded only where a list is given. */
async function namesOf({ names }: ServeOptions, say: Say): Promise<Lecturer["names"]> {
  if (names === undefined) return () => [];
  const { readNames } = await import("./names_file.ts");
  const students = readNames(names, say);
  return () => students;
}

async function start(
  options: ServeOptions,
  terminal: Terminal,
  named: Pick<NodeOptions, "board" | "names">,
  say: Say,
): Promise<Started> {
  const tls = readTlsFiles(options.tlsCert, options.tlsKey);
  try {
    const store = await openStore(options, {
      server: terminal.env("FOXCHAIN_DB_PASSWORD"),
      sentinels: terminal.env("FOXCHAIN_SENTINEL_PASSWORD"),
    }, { noted: (note) => tellNote(note, say), outage: (fault) => tellOutage(fault, say) });
    const { storage, local } = store;
    try {
      if (storage.count() > options.peersMax) tellOverfull(storage.count(), options, say);
      // The key comes after the store is locked, so that no other node makes it at the same moment.
      const opened = openKey(local);
      const key = new SteeringKey(opened.text);
      const node = startNode({
        port: options.port,
        host: options.host,
        storage,
        tls,
        key,
        agent: `foxchain/${program_version}`,
        proxies: options.proxy,
        own_ops: options.ops === undefined ? undefined : { folder: options.ops, values: store.values() },
        without: options.without,
        memory_max_bytes: () => memoryMax_bytes(options.memoryMax, () => terminal.memory_bytes()),
        network: networkOptions(options),
        ...named,
      });
      return { ...store, node, key, opened };
    } catch (error) {
      store.closeValues();
      // The node has learned nothing yet, so nothing can be lost; the error that counts is the first one.
      await Promise.resolve(storage.close()).catch(() => {});
      throw error;
    }
  } catch (error) {
    throw startFailure(error, { ...options, db: shownDb(options.db) });
  }
}

/** Says where the node is. The key is shown on a terminal only, since others may read a log. */
function announce(
  options: ServeOptions,
  { node, opened, local, storage }: Started,
  { urls, link }: { urls: NodeUrls; link: string | undefined },
  output: Output,
  say: Say,
): void {
  const { port, peers_count } = node;
  const db = shownDb(options.db);
  const steer = opened.is_kept ? keyCommand(local, urls.page) : say({
    en: "by the link on a terminal: this node keeps no key",
    zh: "用终端上显示的链接：这个节点不保存密钥",
  });
  // A program that reads JSON lines must not find other lines.
  if (options.log === "text") {
    for (const line of bannerLines({ urls, peers_count, db, link, steer }, output)) output.note(line);
  }
  const log = logOf("node");
  log.info("Listening on port: {port}", { port, ...urls, peers: peers_count, db, steer });
  if (storage.note !== undefined) tellNote(storage.note, say);
  if (opened.warning !== undefined) {
    log.info(say({ en: "The key ends with this process: {why}", zh: "密钥只用到这个进程结束：{why}" }), {
      why: say(opened.warning),
    });
  }
}

/** The first request stops the node in good order; a second Ctrl+C ends the process at once. */
async function stopWhenAsked(node: RunningNode, terminal: Terminal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let stopping = false;
  const endListening = terminal.onStopRequest((request) => {
    if (stopping) {
      if (request === "SIGINT") terminal.exit(exit_codes.interrupted);
      return;
    }
    stopping = true;
    logOf("node").info("Stopping: {request}", { request });
    node.stop().then(resolve, reject);
  });
  try {
    await promise;
  } finally {
    endListening();
  }
}
