/** Joins the routes of a node with its parts. `node.ts` alone uses it. */
import { locate } from "../discovery/address/group.ts";
import type { LiveTable } from "../ops/live_table.ts";
import type { Log } from "../ops/context.ts";
import { createApp } from "./app.ts";
import type { MembershipHost } from "./membership/membership_host.ts";
import type { NodeOptions } from "./node_options.ts";
import { once } from "./once.ts";
import type { Steering } from "./page/control_orders.ts";
import type { EventStreams } from "./page/event_streams.ts";
import type { LiveFeed } from "./page/live_feed.ts";
import { createMetrics, type MetricsSource } from "./page/metrics.ts";
import type { PageLines } from "./page/page_lines.ts";
import type { MetricsHistory } from "./page/metrics_history.ts";
import { SteeringKey } from "./page/steering_key.ts";
import { rememberProbe } from "./readiness.ts";
import type { Clients } from "./sockets/clients.ts";
import { hostWithoutBrackets } from "./sockets/places.ts";
import { Proxies } from "./sockets/proxies.ts";

/** What the routes need of a node. */
export interface RouteParts {
  readonly log: Log;
  readonly counted: MetricsSource;
  readonly history: MetricsHistory;
  readonly feed: LiveFeed;
  readonly streams: EventStreams;
  readonly clients: Clients;
  readonly membership: MembershipHost | undefined;
  readonly table: LiveTable;
  readonly said_lines: PageLines | undefined;
}

/** All that a node answers over HTTP. */
export function routes(
  { host, storage, network, names = () => [], board, proxies = [], key = new SteeringKey() }: NodeOptions,
  { log, feed, streams, clients, membership, table, counted, history, said_lines }: RouteParts,
): ReturnType<typeof createApp> {
  return createApp({
    host_names: [
      hostWithoutBrackets(host).toLowerCase(),
      ...(network?.advertise ?? []).map((addr) => locate(addr)?.host ?? ""),
    ],
    proxies: new Proxies(proxies),
    upgrade: (request, caller) => clients.upgrade(request, caller),
    table,
    live: {
      key,
      events: (c, caller) => streams.answer(c, caller),
      // Only these fields: the page needs neither line numbers nor addresses as written.
      ...(board === undefined ? {} : { board }),
      names: () => names().map(({ key, name, number, class_name }) => ({ key, name, number, class_name })),
      ...(said_lines && { said: (page, request) => said_lines.take(page, request) }),
      metrics: once(() => createMetrics(counted)),
      history: () => history.read(),
      steering: () => membership && steeringOf(membership, feed),
    },
    probe: rememberProbe(() => storage.probe(), () => performance.now()),
    note: () => storage.note,
    fault: log.fault,
  });
}

function steeringOf(membership: MembershipHost, feed: LiveFeed): Steering {
  return {
    order: (give) => membership.order(give),
    forget(key) {
      const forgotten = membership.forget(key);
      feed.removed(key);
      return forgotten;
    },
  };
}
