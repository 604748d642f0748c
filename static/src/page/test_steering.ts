/** A page and its node for tests of the right to steer; no browser and no network. */
import { pageStorage } from "./page_storage.ts";
import { Steering } from "./steering.ts";
import { TestStorage } from "./test_storage.ts";

/** The node's key, another one, and the code that stands for the first one once. */
export const [right, wrong, code] = ["a".repeat(32), "b".repeat(32), "c".repeat(32)] as const;

/** A page over such a node. */
export class TestPage {
  /** What the browser keeps. */
  readonly browser = new TestStorage();
  /** Requests, with the key that they bore. */
  readonly asked: string[] = [];
  /** Every state so far. */
  readonly states: string[] = [];
  readonly location = { hash: "", pathname: "/", search: "?lang=en" };
  readonly replaced: string[] = [];
  /** What answers. */
  node: "up" | "down" | "proxy's error" | "proxy's Host" = "up";
  /** The node's. */
  key: string = right;
  readonly steering: Steering;
  readonly #codes = new Set<string>([code]);

  /** @param stored The key that was kept for the folder `/`. */
  constructor(hash = "", stored?: string) {
    this.location.hash = hash;
    if (stored !== undefined) this.browser.setItem("foxchain.key", JSON.stringify({ "/": stored }));
    const storage = pageStorage(() => this.browser, new EventTarget());
    this.steering = new Steering(() => ({
      location: this.location,
      history: { replaceState: (_state, _title, url) => this.#replace(String(url)) },
      storage,
      fetch: (path, init) => this.#answer(path, init),
    }));
    this.steering.listen(() => this.states.push(this.steering.state));
  }

  /** Keys by folder, as the browser keeps them. */
  get stored(): unknown {
    return JSON.parse(this.browser.getItem("foxchain.key") ?? "{}");
  }

  #replace(url: string): void {
    this.replaced.push(url);
    this.location.hash = "";
  }

  #answer(path: string, { method = "GET", headers, body }: RequestInit): Promise<Response> {
    const key = new Headers(headers).get("x-foxchain-key");
    this.asked.push(`${method} ${path} ${key ?? ""}`.trim());
    if (this.node === "proxy's Host") {
      return Promise.resolve(Response.json({ error: "Only" }, { status: 403 }));
    }
    if (this.node === "down") return Promise.reject(new TypeError("fetch failed"));
    if (this.node === "proxy's error") return Promise.resolve(new Response("<h1>502</h1>", { status: 502 }));
    const fits = key === this.key;
    if (path !== "key") return Promise.resolve(Response.json({}, { status: fits ? 200 : 401 }));
    const { code } = JSON.parse(String(body));
    if (code === undefined) return Promise.resolve(Response.json({ fits }));
    if (this.#codes.delete(code)) return Promise.resolve(Response.json({ fits: true, key: this.key }));
    return Promise.resolve(Response.json({ fits: false }, { status: 403 }));
  }
}
