/** When this node announces itself: again and again until a peer has read it, then weekly. */
import * as limits from "../limits.ts";

/**
 * A dialled node that has no place refuses announcements, and then it closes. The dialler learns of that only by the
 * refusal. So an announcement counts once one peer says that it has read it.
 */
export class OwnAnnouncement {
  /** When this node announces itself next. */
  due_ms: number;
  #pause_ms = limits.announce_again_ms;
  /** Connections on which the last one was sent, while none of them has answered well. */
  #told: readonly number[] = [];

  constructor(now_ms: number) {
    this.due_ms = now_ms;
  }

  /** The own address is another one: it is announced at once. */
  renew(now_ms: number): void {
    this.due_ms = now_ms;
    this.#pause_ms = limits.announce_again_ms;
    this.#told = [];
  }

  /** It was sent on these connections. Until one of them answers well it is sent again, later each time. */
  sent(now_ms: number, links: readonly number[]): void {
    this.#told = links;
    this.due_ms = now_ms + this.#pause_ms;
    this.#pause_ms = Math.min(2 * this.#pause_ms, limits.announced_pause_ms);
  }

  /** The peer of a connection has read an announcement. Where one of this node went there, that one is read as well. */
  read(now_ms: number, link: number): void {
    if (this.#told.includes(link)) this.renew(now_ms + limits.announce_ms);
  }
}
