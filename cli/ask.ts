/** What the commands that ask a node have in common: connect, ask, close, report a negative answer. */
import type { NodeAnswer } from "./node_answer.ts";
import type { Client } from "./client.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import type { Words } from "./language.ts";
import type { ClientOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { default_node_url } from "./node_url.ts";
import { printable, printableJson } from "../node/printable.ts";

/** The lowest status of a negative answer. */
const negative_status_min = 400;

/** Runs the work with a connection to the node that the options name. */
export async function withClient(
  { url, timeout }: ClientOptions,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  // The WebSocket client is loaded only where it is used: a node starts faster without it.
  const { Client } = await import("./client.ts");
  await using client = await Client.connect(url, timeout * 1000);
  await work(client);
}

/**
 * Asks one question and shows the answer: with `--json` as it came, otherwise in the command's own form.
 *
 * @param show Called with a positive answer where a person reads it.
 * @param check Called with every positive answer once it is shown; it may throw a {@linkcode Failure}.
 * @throws {Failure} `negative`, when the status is 400 or more.
 */
export async function ask(
  request: { readonly op: string; readonly args?: unknown },
  options: ClientOptions,
  output: Output,
  show: (answer: NodeAnswer) => void,
  check: (answer: NodeAnswer) => void = () => {},
): Promise<void> {
  await withClient(options, async (client) => {
    const answer = await client.request(JSON.stringify(request));
    if (options.json) output.data(printableJson(answer.text));
    await refuseNegative(client, request.op, answer);
    if (!options.json) show(answer);
    check(answer);
  });
}

/**
 * Lets a positive answer pass.
 *
 * @param op The op that was asked for; undefined where it is not known.
 * @throws {Failure} `negative`, when the status is 400 or more.
 */
export async function refuseNegative(
  client: Client,
  op: string | undefined,
  { status, error }: NodeAnswer,
): Promise<void> {
  if (status < negative_status_min) return;
  throw new Failure(
    exit_codes.negative,
    {
      en: `the node answered ${status}: ${printable(error) || "(no reason given)"}`,
      zh: `节点应答 ${status}：${printable(error) || "（没有说明原因）"}`,
    },
    status === 404 ? await unknownOpAdvice(client, op) : status === 503 ? laterAdvice(client) : {
      en: "check the arguments; the node's log, or the window of its program, may tell more",
      zh: "检查参数；节点的日志或它的程序窗口可能有更多说明",
    },
  );
}

/** Advice after a 503: the arguments are right, and the node has no room or no store at the moment. */
function laterAdvice(client: Client): Words {
  const url = new URL("readyz", client.url.replace(/^ws/i, "http"));
  return {
    en: `ask again later; the node's log tells more, and so may ${url}`,
    zh: `稍后再试；节点的日志有更多说明，${url} 也可能有`,
  };
}

/** Advice after a 404: to list the ops, where the node describes them. A student's own program does not. */
async function unknownOpAdvice(client: Client, op: string | undefined): Promise<Words> {
  const node = client.url === default_node_url ? "" : ` --url ${client.url}`;
  const describes = op !== "ops" && await client.request('{"op":"ops"}').then(
    ({ status }) => status < negative_status_min,
    () => false,
  );
  if (describes) {
    return {
      en: `foxchain call ops${node}, which lists what that node can do`,
      zh: `foxchain call ops${node}，它会列出那个节点会做什么`,
    };
  }
  const name = JSON.stringify(printable(op ?? ""));
  return {
    en:
      `look at the program of that node: it does not know ${
        op === undefined ? "this op" : `the op ${name}`
      }. ` +
      `Ask it what a node of the lecture can: foxchain call peers${node}`,
    zh: `看看那个节点的程序：它不认识${op === undefined ? "这个操作" : `操作 ${name}`}。` +
      `可以问它课件里的节点会的操作：foxchain call peers${node}`,
  };
}

/** For an answer that is positive but lacks what its op promises. */
export function strangeAnswer({ text }: NodeAnswer): Failure {
  const start = printable(text).slice(0, 200);
  return new Failure(
    exit_codes.negative,
    {
      en: `the node's answer is not what this op promises: ${start}`,
      zh: `节点的应答不符合这个操作的约定：${start}`,
    },
    {
      en: "look at the program of that node; 'foxchain call' with the op shows the whole answer",
      zh: "看看那个节点的程序；'foxchain call' 加操作名会显示整个应答",
    },
  );
}
