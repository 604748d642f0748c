/** The sockets of the class board: one kept open to each node, pinged, and opened again. What comes on it is thrown away. */
// @ts-types="@types/ws"
import { WebSocket as WsSocket } from "ws";
import * as limits from "./limits.ts";
import type { Moment, Presence } from "./presence.ts";

/** What the board needs of its connections; a test plays them. */
export interface Connections {
  /** Does what is due for one node. */
  look(url: string, presence: Presence, now: Moment): void;
  /** Ends the connection with a node that is not on the list any more. */
  end(presence: Presence): void;
  /** Opens all anew. */
  reset(now: Moment): void;
  /** Ends all, and waits for their ends. */
  close(): Promise<void>;
}

/** Opens them with npm's ws. */
export class SocketConnections implements Connections {
  readonly #sockets = new Map<Presence, WsSocket>();
  readonly #closing = new Set<Promise<unknown>>();
  readonly #now: () => Moment;
  readonly #changed: () => void;
  #dialling = 0;

  /** @param changed Called when a node came or went. */
  constructor(now: () => Moment, changed: () => void) {
    this.#now = now;
    this.#changed = changed;
  }

  look(url: string, presence: Presence, now: Moment): void {
    const due = presence.due(now);
    if (due === "dial") {
      if (this.#dialling >= limits.dials_at_once_max) presence.postponed();
      else this.#dial(url, presence);
    } else if (due === "ping") this.#sockets.get(presence)?.ping();
    else if (due === "drop") {
      presence.dropped(now);
      this.end(presence);
      this.#changed();
    }
  }

  end(presence: Presence): void {
    const socket = this.#sockets.get(presence);
    if (socket === undefined) return;
    this.#sockets.delete(presence);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    this.#closing.add(closed);
    void closed.then(() => this.#closing.delete(closed));
    socket.terminate();
  }

  reset(now: Moment): void {
    for (const presence of [...this.#sockets.keys()]) {
      presence.woke(now);
      this.end(presence);
    }
  }

  async close(): Promise<void> {
    for (const presence of [...this.#sockets.keys()]) this.end(presence);
    await Promise.all(this.#closing);
  }

  #dial(url: string, presence: Presence): void {
    const socket = new WsSocket(url, {
      handshakeTimeout: limits.dial_timeout_ms,
      maxPayload: limits.heard_bytes_max,
      perMessageDeflate: false,
    });
    this.#sockets.set(presence, socket);
    this.#dialling++;
    let is_dialling = true;
    /** Events of a socket that was given up say nothing any more. */
    const tell = (event: (now: Moment) => void) => {
      if (is_dialling) this.#dialling--;
      is_dialling = false;
      if (this.#sockets.get(presence) !== socket) return;
      const { status } = presence;
      event(this.#now());
      if (presence.status !== status) this.#changed();
    };
    socket.once("open", () => tell((now) => presence.opened(now)));
    socket.on("pong", () => tell((now) => presence.heard(now)));
    socket.once("unexpected-response", (_request, response) => {
      response.destroy();
      tell((now) => presence.answered(now));
      this.#forget(presence, socket);
      socket.terminate();
    });
    // A close follows each error.
    socket.on("error", () => {});
    socket.once("close", () => {
      const was_open = !is_dialling;
      tell((now) => was_open ? presence.closed(now) : presence.failed(now));
      this.#forget(presence, socket);
    });
  }

  #forget(presence: Presence, socket: WsSocket): void {
    if (this.#sockets.get(presence) === socket) this.#sockets.delete(presence);
  }
}
