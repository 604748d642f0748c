/** Asks the node for the board, again and again: every second while the page is seen. */
import type { BoardView } from "../../board_messages.ts";

const every_ms = 1_000;

/** What is told of the board. */
export interface BoardListener {
  /** Whether the page has the key. Without it nothing is asked: the browser would complain of each refusal. */
  may_ask(): boolean;
  /** A new state, and how far the node's clock is ahead of the browser's, in milliseconds. */
  show(view: BoardView, ahead_ms: number): void;
  /** The node answered (true), or did not. */
  reached(is_reached: boolean): void;
}

/** Follows a board. */
export class BoardFeed {
  readonly #request: (path: string) => Promise<Response>;
  readonly #listener: BoardListener;
  #version: number | undefined;
  #is_asking = false;

  /** @param request Asks the node, with the key. */
  constructor(request: (path: string) => Promise<Response>, listener: BoardListener) {
    this.#request = request;
    this.#listener = listener;
  }

  /** Asks now and from now on. */
  start(): void {
    void this.ask();
    setInterval(() => void this.ask(), every_ms);
    document.addEventListener("visibilitychange", () => void this.ask());
  }

  /** Asks once, unless a question is open or nobody looks. */
  async ask(): Promise<void> {
    if (this.#is_asking || document.hidden || !this.#listener.may_ask()) return;
    this.#is_asking = true;
    try {
      const since = this.#version === undefined ? "" : `?since=${this.#version}`;
      const answer = await this.#request(`board/state${since}`);
      // Of a key that is refused the page hears by its steering.
      if (answer.status === 200) {
        const view = await answer.json() as BoardView;
        this.#version = view.version;
        this.#listener.show(view, view.now_ms - Date.now());
      }
      this.#listener.reached(answer.ok || answer.status === 401);
    } catch {
      // The node may have been started anew, and count from 1 again.
      this.#version = undefined;
      this.#listener.reached(false);
    }
    this.#is_asking = false;
  }
}
