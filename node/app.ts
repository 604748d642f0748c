/** The HTTP routes of a node: the page, its files, health, and the way to `/ws`. */
import { type Context, Hono } from "hono";
import type { Registry } from "prom-client";
import { assets, board_assets } from "../static/assets.ts";
import { type NamesAnswer, type NodeName, page_header, type SaidAnswer } from "../static/live_messages.ts";
import type { Words } from "../discovery/words.ts";
import { LiveTable } from "../ops/live_table.ts";
import { PreparedFile } from "./page/prepared_file.ts";
import { TableFiles } from "./page/table_files.ts";
import { languageOf } from "./page/protocol_words.ts";
import { type Caller, callerOf, isForeignPage } from "./sockets/caller.ts";
import { isPageTag } from "./sockets/page_tag.ts";
import { type Board, boardRoutes } from "./page/board_routes.ts";
import type { Steering } from "./page/control_orders.ts";
import { controlRoutes } from "./page/controls.ts";
import type { PastMetrics } from "./page/metrics_history.ts";
import { hostGuard } from "./sockets/host_guard.ts";
import { keyRoutes, needsKey } from "./page/key_guard.ts";
import { pageHeaders } from "./page/page_headers.ts";
import type { Proxies } from "./sockets/proxies.ts";
import type { SteeringKey } from "./page/steering_key.ts";
import { upgradeRefusal } from "./sockets/upgrade.ts";

/** What the routes need of the node. */
export interface AppHost {
  /** Host names under which the page may be opened, beside IP literals and localhost. Lower case. */
  readonly host_names: readonly string[];
  /** Proxies that are believed when they name their caller; see {@linkcode Proxies}. */
  readonly proxies?: Proxies;
  /** Makes a checked request a WebSocket, or answers why there is no place for it. */
  upgrade(request: Request, caller: Caller): Response;
  /** The ops that `/docs` and `/asyncapi.json` describe; by default those of the protocol. */
  readonly table?: LiveTable;
  /** What the page needs beside its files; missing in some tests. */
  readonly live?: LiveHost;
  /** Throws when the node can't do its work. */
  probe(): void;
  /** What its operator should know while it can. */
  note?(): Words | undefined;
  /** Logs a bug in a route. Returns the request id for the caller. */
  fault(route: string, error: unknown): string;
}

/** How the page follows and steers the node. */
export interface LiveHost {
  /** The key that gives the right to steer. */
  readonly key: SteeringKey;
  /** Answers `GET /events`. */
  events(c: Context, caller: Caller): Response;
  /** What the node counts. */
  metrics(): Promise<Registry>;
  /** What it counted in the last minutes. */
  history(): Promise<readonly PastMetrics[]>;
  /** What a student's op wrote for a request of the page whose connection has that tag. */
  said?(page: string, request: number): SaidAnswer;
  /** Names of the nodes of a class, at this moment. Only a page with the key gets them. */
  names?(): readonly NodeName[];
  /** The class board of a lecturer's node. */
  readonly board?: Board;
  /** Undefined for a node without a network. */
  steering(): Steering | undefined;
}

/** Hono's bindings: what `Deno.serve` tells about the socket. */
export interface Bindings {
  readonly remoteAddr: Deno.Addr;
}

/**
 * The routes, testable in memory.
 *
 * @example
 * ```ts
 * import { createApp } from "./app.ts";
 * import assert from "node:assert/strict";
 *
 * const app = createApp({ host_names: [], upgrade: () => new Response(), probe: () => {}, fault: () => "" });
 * const answer = await app.request("http://localhost/healthz");
 * assert.deepEqual([answer.status, await answer.text()], [200, "ok\n"]);
 * ```
 */
export function createApp(host: AppHost): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();
  const caller = (c: Context) => callerOf(remoteIp(c.env), c.req.raw.headers, host.proxies);
  // First and without middleware: an upgraded response must not be touched.
  app.all("/ws", (c) => {
    const refusal = upgradeRefusal(c.req.raw);
    if (refusal !== undefined) {
      return c.text(refusal.reason + "\n", { status: refusal.status, headers: refusal.headers });
    }
    return host.upgrade(c.req.raw, caller(c));
  });
  app.get("/healthz", (c) => c.text("ok\n"));
  app.get("/readyz", (c) => {
    try {
      host.probe();
      const note = host.note?.();
      return c.text(note === undefined ? "ready\n" : `ready\n${note.en}\n${note.zh}\n`);
    } catch (error) {
      return c.text(`not ready: ${error instanceof Error ? error.message : error}\n`, 503);
    }
  });
  app.use(hostGuard(host.host_names), pageHeaders);
  if (host.live !== undefined) {
    const { key, steering, events, metrics, history, said, names = () => [], board } = host.live;
    app.get("/events", (c) => events(c, caller(c)));
    app.get("/metrics", async (c) => {
      const registry = await metrics();
      return c.body(await registry.metrics(), 200, { "content-type": registry.contentType });
    });
    app.get("/metrics/history.json", async (c) => c.json(await history()));
    app.get("/metrics.json", async (c) => c.json(await (await metrics()).getMetricsAsJSON()));
    app.route("/control", controlRoutes({ key, steering }));
    app.route("/key", keyRoutes(key));
    app.get("/said", (c) => {
      if (isForeignPage(c.req.raw.headers)) return c.text("Only the node's own page may read this.\n", 403);
      const page = c.req.header(page_header);
      const request = Number(c.req.query("request"));
      if (!isPageTag(page) || !Number.isSafeInteger(request)) {
        return c.text(
          `This needs the tag of a page's connection in ${page_header}, and ?request=NUMBER.\n`,
          400,
        );
      }
      c.header("cache-control", "no-store");
      return c.json(said?.(page, request) ?? { lines: [], left_out: 0 } satisfies SaidAnswer);
    });
    app.get("/names", needsKey(key), (c) => {
      c.header("cache-control", "no-store");
      return c.json({ names: names() } satisfies NamesAnswer);
    });
    if (board !== undefined) {
      // The page itself first: it holds nothing personal, and asks for the key.
      for (const [path, file] of board_files) app.get(path, (c) => file.answer(c.req.raw.headers));
      app.route("/board", boardRoutes(board, key));
    }
  }
  for (const [path, file] of files) app.get(path, (c) => file.answer(c.req.raw.headers));
  const described = new TableFiles(host.table ?? protocol_table);
  app.get("/asyncapi.json", (c) => described.asyncapi.answer(c.req.raw.headers));
  app.get("/docs", (c) => {
    const language = languageOf(c.req.query("lang"), c.req.header("accept-language"));
    return described.docs[language].answer(c.req.raw.headers);
  });
  app.onError((error, c) => c.text(`Internal error, request id ${host.fault(c.req.path, error)}.\n`, 500));
  app.notFound((c) => c.text(`Nothing is at ${c.req.path}. The page is at /, the WebSocket at /ws.\n`, 404));
  return app;
}

/** The page's files by path. They don't change while the program runs. */
const files: ReadonlyMap<string, PreparedFile> = new Map([
  ...[...assets].map(([path, { content_type, load }]) =>
    [path, new PreparedFile(content_type, load)] as const
  ),
]);

/** What only a node with a class board serves: the board, and the page with a link to it. */
const board_files: ReadonlyMap<string, PreparedFile> = new Map(
  [...board_assets].map(([path, { content_type, load }]) => [path, new PreparedFile(content_type, load)]),
);

/** All ops of the protocol, for tests that bring no table. */
const protocol_table = new LiveTable();

function remoteIp({ remoteAddr }: Bindings): string {
  return remoteAddr.transport === "tcp" ? remoteAddr.hostname : "";
}
