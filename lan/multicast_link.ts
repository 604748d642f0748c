/** A link over the sockets of this computer: the npm package `multicast-dns` behind the guard. */
import type { Buffer } from "node:buffer";
import type { Socket } from "node:dgram";
import process from "node:process";
// @ts-types="@types/multicast-dns"
import multicastDns from "multicast-dns";
import type { Link, LinkEvents } from "./link.ts";
import { PacketGuard, type Sender } from "./packet_guard.ts";
import type { LanPlace } from "./places.ts";
import type { DnsPacket } from "./service.ts";

/**
 * Opens a link at one place. Each has its own socket with a named interface. Without a default route, as in a class
 * room without internet, a packet finds no other way. Port 5353 is shared with other programs.
 */
export function openMulticast(place: LanPlace, { packet, fault }: LinkEvents): Link {
  const guard = new PacketGuard(place, performance.now());
  // Not imported: a bundle loads every import at each start, also where nothing looks for nodes.
  const { createSocket } = process.getBuiltinModule("node:dgram");
  const socket = guarded(createSocket({ type: "udp4", reuseAddr: true }), guard);
  const mdns = multicastDns({ socket, interface: place.address, bind: "0.0.0.0" });
  const told = (error: Error | null | undefined) => {
    if (error) fault(causeOf(error));
  };
  mdns.on("error", told);
  // A packet that can't be read is a warning, too, but a stranger sent it. Only what the system refused is reported.
  mdns.on("warning", (error: Error) => {
    if ("syscall" in error) told(error);
  });
  for (const kind of ["query", "response"] as const) {
    mdns.on(kind, (received: DnsPacket, { address }: Sender) => packet({ ...received, type: kind }, address));
  }
  const sending = new Set<Promise<void>>();
  function send(begin: (done: (error: Error | null) => void) => void): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    sending.add(promise);
    begin((error) => {
      sending.delete(promise);
      told(error);
      resolve();
    });
  }
  return {
    query: (questions) => send((done) => mdns.query({ questions: [...questions] }, done)),
    respond: (answers) => send((done) => mdns.respond({ answers: [...answers] as never }, done)),
    async close() {
      await Promise.all(sending);
      await new Promise<void>((resolve) => mdns.destroy(resolve));
    },
  };
}

/** The same socket; it now drops the packets that the guard refuses. */
function guarded(socket: Socket, guard: PacketGuard): Socket {
  const emit = socket.emit.bind(socket) as (...event: unknown[]) => boolean;
  socket.emit = (...event: [name: unknown, packet?: unknown, sender?: unknown]) => {
    const [name, packet, sender] = event;
    const is_refused = name === "message" &&
      !guard.admits(packet as Buffer, sender as Sender, performance.now());
    return is_refused ? false : emit(...event);
  };
  return socket;
}

function causeOf(error: Error): string {
  const code = "code" in error ? error.code : "";
  if (code === "EADDRINUSE") return "another program has UDP port 5353 for itself";
  if (code === "EACCES" || code === "EPERM") return "the system forbids it";
  return error.message;
}
