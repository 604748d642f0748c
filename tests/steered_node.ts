/** A node that can be steered, and what stands in front of it, for the tests of who may do so. */
import assert from "node:assert/strict";
import { type RunningNode, startNode } from "../node/node.ts";
import { SteeringKey } from "../node/page/steering_key.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { codeBlocks, readDocument } from "./markdown.ts";

/** What tests order to be dialled. Nobody would want that: it is where ssh listens. */
export const victim = "ws://127.0.0.1:22/ws";

/** A node that dials nobody by itself, and notes whom it is told to dial. */
export class Steered implements AsyncDisposable {
  /** Gives the right to steer. */
  readonly key = new SteeringKey();
  /** `host:port` of all that it was told to dial. */
  readonly dialled: string[] = [];
  readonly node: RunningNode;

  /** @param proxies As `--proxy` gives them. */
  constructor(proxies: string[] = []) {
    const dial = ({ target }: { target: { host: string; port: number } }) => {
      this.dialled.push(`${target.host}:${target.port}`);
      return Promise.reject(new Error("nobody is there"));
    };
    const network = { outbound: 0, dial: dial as never };
    this.node = startNode({
      port: 0,
      host: "127.0.0.1",
      storage: new MemoryStorage(),
      network,
      proxies,
      key: this.key,
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.node.stop();
  }
}

/** nginx as a student would first write it: it tells the node nothing of who calls. */
export const bare = (port: number) => `location / { proxy_pass http://127.0.0.1:${port}; }`;

/** The certificate of the tests, for `localhost`. */
export const certificate = {
  cert: new URL("fixtures/localhost_cert.pem", import.meta.url).pathname,
  key: new URL("fixtures/localhost_key.pem", import.meta.url).pathname,
};

/** The configuration that docs/install.md shows, for the ports and the certificate of this test. */
export function documented(port: number, node_port: number): string {
  const shown =
    codeBlocks(readDocument("docs/install.md")).find(({ text }) => text.includes("proxy_pass"))!.text;
  const replaced: [string, string][] = [
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["server_name fox.example", "server_name localhost"],
    ["/etc/ssl/fox.example.pem", certificate.cert],
    ["/etc/ssl/fox.example.key", certificate.key],
    ["127.0.0.1:9000", `127.0.0.1:${node_port}`],
  ];
  return replaced.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), `docs/install.md has no ${from}`);
    return text.replaceAll(from, to);
  }, shown);
}
