/**
 * Whether this page may steer the node that serves it. It takes the key (or a code for it) out of the page's address, keeps
 * it for this origin, and adds it to requests. The node alone knows whether a key fits.
 */
import type { CodeExchange, KeyAnswer } from "../../live_messages.ts";
import { kept, type PageStorage } from "./page_storage.ts";

/**
 * `asking`: the node has not answered yet. `looks` and the refused states may only look. `foreign`: the node takes this
 * page for one of another site, because a proxy changed the host name.
 */
export type SteeringState = "asking" | "looks" | "steers" | "key refused" | "code refused" | "foreign";

/** What of the browser is used. */
export interface SteeringParts {
  readonly location: Pick<Location, "hash" | "pathname" | "search">;
  readonly history: Pick<History, "replaceState">;
  readonly storage: PageStorage;
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
}

/** The header that bears the key. */
const key_header = "x-foxchain-key";

/** The page's right to steer. Nothing is asked before {@linkcode Steering.take}. */
export class Steering {
  readonly #parts: () => SteeringParts;
  readonly #listeners = new Set<() => void>();
  #state: SteeringState = "asking";
  /** The key in use, or the one that the node is asked about. */
  #key: string | undefined;
  /** Questions run one after the other, so that no late answer wins. */
  #last: Promise<void> = Promise.resolve();

  constructor(parts: () => SteeringParts = browserParts) {
    this.#parts = parts;
  }

  /** How far the question is. */
  get state(): SteeringState {
    return this.#state;
  }

  /** Whether orders will be taken. */
  get may_steer(): boolean {
    return this.#state === "steers";
  }

  /** Hears when {@linkcode Steering.state} has changed. */
  listen(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Takes the key or code in the page's address, now and when a link is opened in this page. Also takes keys that other
   * tabs got.
   */
  start(events: Pick<EventTarget, "addEventListener"> = globalThis): void {
    events.addEventListener("hashchange", () => this.take());
    this.#parts().storage.listen("foxchain.key", () => this.check());
    this.take();
  }

  /** Takes a key or code out of the page's address and asks the node about it, or else about the key that was kept. */
  take(): Promise<void> {
    const { location: { hash, pathname, search }, history } = this.#parts();
    const fragment = new URLSearchParams(hash.slice(1));
    const [key, code] = [fragment.get("key"), fragment.get("code")];
    // At once: it must not stay in the address bar or in the history.
    if (key !== null || code !== null) history.replaceState(null, "", pathname + search);
    return this.#then(async () => {
      if (code !== null) await this.#exchange(code);
      else if (key !== null) await this.#try(key, "key refused");
      // A bad link does not remove a good key.
      if (!this.may_steer) await this.#tryKept();
    });
  }

  /** Asks again, e.g. because the node was started anew, and perhaps with another key. */
  check(): Promise<void> {
    return this.#then(() => this.#tryKept());
  }

  /** Asks the node for something that needs the key. A key that is refused is dropped. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const key = this.#key;
    const answer = await this.#fetch(path, key, init);
    if (answer.status === 401 && key !== undefined) this.#refused(key, "key refused");
    return answer;
  }

  async #tryKept(): Promise<void> {
    const key = this.#key ?? this.#keys()[this.#folder];
    if (key !== undefined) await this.#try(key, "key refused");
    else if (this.#state === "asking") this.#is("looks");
  }

  async #try(key: string, refused: SteeringState): Promise<void> {
    const answer = await this.#ask({}, key);
    if (answer === "foreign") return this.#is("foreign");
    if (answer?.fits === false) return this.#refused(key, refused);
    // Without an answer nothing is known. The key is tried again when the node is back.
    if (answer?.fits) this.#keep(key);
    else if (!this.may_steer) this.#key = key;
  }

  async #exchange(code: string): Promise<void> {
    const answer = await this.#ask({ code }, undefined);
    if (answer === "foreign") this.#is("foreign");
    else if (answer?.key !== undefined) this.#keep(answer.key);
    else if (!this.may_steer) this.#is("code refused");
  }

  #keep(key: string): void {
    this.#key = key;
    this.#write({ ...this.#keys(), [this.#folder]: key });
    this.#is("steers");
  }

  /** Another tab may have got the right key, so only the refused one is dropped. */
  #refused(key: string, state: SteeringState): void {
    const { [this.#folder]: known, ...others } = this.#keys();
    if (known === key) this.#write(others);
    if (this.#key !== undefined && this.#key !== key) return;
    this.#key = undefined;
    this.#is(state);
  }

  /** Keys by the folder of the page: behind a proxy several nodes may share an origin. */
  #keys(): Readonly<Record<string, string>> {
    try {
      const keys = JSON.parse(this.#parts().storage.read("foxchain.key") ?? "{}");
      return Object.fromEntries(Object.entries(keys).filter(([, key]) => typeof key === "string")) as Record<
        string,
        string
      >;
    } catch {
      return {};
    }
  }

  #write(keys: Readonly<Record<string, string>>): void {
    const { storage } = this.#parts();
    if (Object.keys(keys).length > 0) storage.write("foxchain.key", JSON.stringify(keys));
    else storage.remove("foxchain.key");
  }

  get #folder(): string {
    const { pathname } = this.#parts().location;
    return pathname.slice(0, pathname.lastIndexOf("/") + 1);
  }

  /** @returns Undefined where no node answered, e.g. where a proxy tells an error. */
  async #ask(question: CodeExchange, key: string | undefined): Promise<KeyAnswer | "foreign" | undefined> {
    try {
      const answer = await this.#fetch("key", key, { method: "POST", body: JSON.stringify(question) });
      const said = await answer.json() as Partial<KeyAnswer>;
      if (typeof said.fits === "boolean") return { ...said, fits: said.fits };
      return answer.status === 403 ? "foreign" : undefined;
    } catch {
      return undefined;
    }
  }

  #fetch(path: string, key: string | undefined, init: RequestInit): Promise<Response> {
    const headers = {
      "content-type": "application/json",
      ...(key === undefined ? {} : { [key_header]: key }),
    };
    return this.#parts().fetch(path, { ...init, headers });
  }

  #is(state: SteeringState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #then(work: () => Promise<void>): Promise<void> {
    return this.#last = this.#last.then(work);
  }
}

function browserParts(): SteeringParts {
  return { location, history, storage: kept, fetch: (path, init) => fetch(path, init) };
}
