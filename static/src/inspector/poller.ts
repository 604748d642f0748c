/** Asks again and again while it is wanted, one question at a time; time and questions come as arguments. */

/** What a {@linkcode Poller} is made of. */
export interface PollerOptions {
  /** One question; it must not throw. */
  readonly ask: () => Promise<void>;
  readonly every_ms: number;
  readonly setTimer?: (work: () => void, delay_ms: number) => number;
  readonly clearTimer?: (timer: number) => void;
}

/** Asks while it runs. */
export class Poller {
  readonly #options: Required<PollerOptions>;
  #timer: number | undefined;
  #runs = false;
  #asking = false;

  constructor(options: PollerOptions) {
    this.#options = {
      setTimer: (work, delay_ms) => setTimeout(work, delay_ms),
      clearTimer: (timer) => clearTimeout(timer),
      ...options,
    };
  }

  /** Begins, with a question at once, or ends. Said twice it changes nothing. */
  run(wanted: boolean): void {
    if (wanted === this.#runs) return;
    this.#runs = wanted;
    if (wanted) this.#ask();
    else if (this.#timer !== undefined) this.#options.clearTimer(this.#timer);
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    await this.#options.ask();
    this.#asking = false;
    if (this.#runs) this.#timer = this.#options.setTimer(() => this.#ask(), this.#options.every_ms);
  }
}
