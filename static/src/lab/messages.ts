/** The messages that the lab offers for the editor, as the lecture and the homework write them. */
import type { SentStepId } from "./steps.ts";

/** What is not JSON, as a slip of the keyboard would leave it. */
const bad_json = '{"op": "peers"';

/**
 * A message for a step.
 *
 * @param addr What `register` shall register.
 */
export function messageFor(id: SentStepId, addr: string): string {
  if (id === "bad_json") return bad_json;
  return JSON.stringify(requests(addr)[id], null, 2);
}

function requests(addr: string): Readonly<Record<Exclude<SentStepId, "bad_json">, unknown>> {
  return {
    empty: { op: "peers" },
    register: { op: "register", args: { addr } },
    listed: { op: "peers" },
    unknown_op: { op: "foo" },
    time: { op: "time" },
  };
}

/** The page of a node, from the URL of its WebSocket; undefined where none can be made of it. */
export function pageUrl(node_url: string): string | undefined {
  if (!/^wss?:/i.test(node_url) || !URL.canParse(node_url)) return undefined;
  const { protocol, host } = new URL(node_url);
  return `${protocol === "wss:" ? "https:" : "http:"}//${host}/`;
}
