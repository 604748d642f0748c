/** Serves the page with a made-up node behind it: as many peers and events as wanted. Nothing of it is a real network. */
import { assets } from "../static/assets.ts";
import type {
  Change,
  EventKind,
  LinkView,
  LiveEvent,
  NodeView,
  PeerView,
  Snapshot,
} from "../static/live_messages.ts";

/** How much the made-up node tells. */
export interface Crowd {
  readonly peers: number;
  readonly connected: number;
  readonly events_per_s: number;
  /** Rows that are told anew with each change. */
  readonly peers_per_change: number;
}

/** A node tells at most four changes a second. */
const change_ms = 250;

const kinds: readonly EventKind[] = ["joined", "left", "learned", "verified", "suspect", "down", "announced"];
const states = ["good", "tried", "heard", "suspect", "stale"] as const;

/** Serves on a free port. */
export function servePage(crowd: Crowd): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/events") return stream(crowd);
    if (pathname === "/ws") return lectureNode(request);
    if (pathname === "/metrics.json") return Response.json([]);
    if (pathname === "/key") return Response.json({ fits: true });
    const asset = assets.get(pathname);
    if (asset === undefined) return new Response("not found", { status: 404 });
    return new Response(await asset.load(), { headers: { "content-type": asset.content_type } });
  });
}

/** Answers as one that knows nothing but the lecture: the console needs somebody. */
function lectureNode(request: Request): Response {
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.onmessage = () =>
    socket.send('{"status":404,"error":"Operation is not supported.","response":null}');
  return response;
}

function stream(crowd: Crowd): Response {
  let told = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const text = new TextEncoder();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      const tell = (type: string, data: Snapshot | Change) =>
        controller.enqueue(text.encode(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`));
      const rows = Array.from({ length: crowd.peers }, (_, n) => peerOf(n, crowd, Date.now()));
      const links = Array.from({ length: crowd.connected }, (_, n) => linkOf(n, crowd));
      tell("snapshot", { node: nodeOf(crowd), peers: rows, links, events: [] });
      const began_ms = Date.now();
      timer = setInterval(() => {
        const due = Math.floor((Date.now() - began_ms) / 1000 * crowd.events_per_s);
        const events = Array.from({ length: due - told }, () => eventOf(++told, crowd));
        const changed = Array.from({ length: crowd.peers_per_change }, (_, n) => (
          peerOf((told * 7 + n * 13) % crowd.peers, crowd, Date.now(), told)
        ));
        tell("change", { node: nodeOf(crowd), peers: changed, events });
      }, change_ms);
    },
    cancel: () => clearInterval(timer),
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

function addressOf(n: number): string {
  return `ws://203.0.${n >> 8}.${n & 255}:9000/ws`;
}

/** The state of a row wanders with what was told before, so that rows change their place. */
function peerOf(n: number, { connected }: Crowd, now_ms: number, told = 0): PeerView {
  const is_connected = n < connected;
  return {
    key: addressOf(n),
    addr: addressOf(n),
    node: addressOf(n),
    state: is_connected ? "good" : states[(n + told) % states.length]!,
    speaks: "network",
    agent: "foxchain/1.0.0",
    latency_ms: (n * 37 + told) % 400,
    last_heard_ms: now_ms - n * 1000,
    last_try_ms: now_ms,
    last_success_ms: now_ms - n * 1000,
    failures: 0,
    successes: 5,
    reliability: 0.9,
    group: "203.0",
    source_group: "198.51",
    learned_from: addressOf((n + 1) % 40),
    is_seed: false,
    blocked_until_ms: null,
    links: is_connected ? [n] : [],
  };
}

function linkOf(n: number, { peers }: Crowd): LinkView {
  return {
    id: n,
    direction: n % 2 === 0 ? "out" : "in",
    addr: addressOf(n),
    key: addressOf(n),
    node: addressOf(n),
    ip: `203.0.${n >> 8}.${n & 255}`,
    agent: "foxchain/1.0.0",
    role: n % 2 === 0 ? "fresh" : "inbound",
    stage: "network",
    latency_ms: n,
    opened_ms: 0,
    knows: Array.from({ length: 8 }, (_, k) => addressOf((n * 8 + k) % peers)),
  };
}

function eventOf(id: number, { peers }: Crowd): LiveEvent {
  const kind = kinds[id % kinds.length]!;
  const direction = kind === "joined" || kind === "left" ? "in" : null;
  return {
    id,
    at_ms: Date.now(),
    kind,
    about: addressOf(id % peers),
    count: kind === "learned" ? 3 : null,
    direction,
  };
}

function nodeOf({ peers, connected }: Crowd): NodeView {
  const counts = { heard: peers - connected, tried: 0, good: connected, suspect: 0, stale: 0, listed: 0 };
  return {
    agent: "foxchain/1.0.0",
    net: "foxchain",
    addresses: ["ws://198.51.100.1:9000/ws"],
    port: 9000,
    started_ms: 0,
    outbound: 8,
    connections: { out: Math.ceil(connected / 2), in: Math.floor(connected / 2) },
    counts,
  };
}
