/** Asks again and again while it is wanted, one question at a time; time and questions come as arguments. */

/** What a {@linkcode Poller} is made of. */
export interface PollerOptions {
  /** One question; it must not throw. */
  readonly ask: () => Promise<void>;
  readonly every_ms: number;
  /** Starts a timer and returns what calls it off. */
  readonly later?: (work: () => void, delay_ms: number) => () => void;
}

/** Asks while it runs. */
export class Poller {
  readonly #options: Required<PollerOptions>;
  #callOff: (() => void) | undefined;
  #runs = false;
  #asking = false;

  constructor(options: PollerOptions) {
    this.#options = { later: startTimer, ...options };
  }

  /** Begins, with a question at once, or ends. A second call changes nothing. */
  run(wanted: boolean): void {
    if (wanted === this.#runs) return;
    this.#runs = wanted;
    if (wanted) this.#ask();
    else this.#callOff?.();
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    await this.#options.ask();
    this.#asking = false;
    if (this.#runs) this.#callOff = this.#options.later(() => this.#ask(), this.#options.every_ms);
  }
}

function startTimer(work: () => void, delay_ms: number): () => void {
  const timer = setTimeout(work, delay_ms);
  return () => clearTimeout(timer);
}
