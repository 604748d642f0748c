/** The subcommand `register`: tells a node peer addresses and shows which were accepted. */
import type { Command } from "commander";
import type { NodeAnswer } from "./node_answer.ts";
import { ask } from "./ask.ts";
import { addressWords } from "./address_words.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { examples_title } from "./help_texts.ts";
import type { Language } from "./language.ts";
import { addClientOptions, type ClientOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { printable } from "../node/printable.ts";

/** Reasons that are told in one sentence; the lines above it have all. */
const reasons_max = 3;

/** Adds `register ADDR...` to the program. */
export function addRegister(program: Command, output: Output): void {
  const { say } = output;
  const register = program.command("register")
    .summary(say({ en: "tell a node peer addresses", zh: "把地址告诉节点" }))
    .description(say({
      en: "Store peer addresses in a node. What nobody could dial is ignored, and the reason is shown.",
      zh: "让节点保存一些地址。没法连接的地址会被忽略，并显示原因。",
    }))
    .argument(
      "<addr...>",
      say({ en: "addresses such as ws://192.168.1.7:9000/ws", zh: "地址，例如 ws://192.168.1.7:9000/ws" }),
    )
    .addHelpText(
      "after",
      `
${say(examples_title)}
  foxchain register ws://192.168.1.7:9000/ws
  foxchain register ws://a.example:9000/ws wss://b.example/ws --url localhost:9001`,
    )
    .action((addr: string[], options: ClientOptions) =>
      ask(
        { op: "register", args: { addr, detail: true } },
        options,
        output,
        (answer) => show(answer, output),
        refuseNothingAccepted,
      )
    );
  addClientOptions(register, say);
}

function show(answer: NodeAnswer, output: Output): void {
  const fates = fatesOf(answer.response);
  if (fates === undefined) {
    output.note({
      en:
        "Accepted. This node does not say which addresses it ignored: 'foxchain peers' lists what it keeps.",
      zh: "已接受。这个节点不说它忽略了哪些地址：'foxchain peers' 列出它保存的地址。",
    });
    return;
  }
  for (const addr of fates.accepted) output.data(`accepted  ${printable(addr)}`);
  for (const { addr, reason } of fates.ignored) {
    output.data(`ignored   ${printable(addr)}  (${printable(reason)})`);
  }
  if (fates.ignored_more > 0) {
    output.note({
      en: `The node ignored ${fates.ignored_more} more and does not list them.`,
      zh: `节点还忽略了 ${fates.ignored_more} 个，没有列出。`,
    });
  }
  if (fates.ignored.length > 0 && fates.accepted.length > 0) {
    output.note({
      en: "An address looks like ws://HOST:PORT/ws or wss://HOST/ws.",
      zh: "地址的样子是 ws://HOST:PORT/ws 或 wss://HOST/ws。",
    });
  }
}

/** Fails when nothing was accepted, so that a script notices it, and says why. */
function refuseNothingAccepted(answer: NodeAnswer): void {
  const fates = fatesOf(answer.response);
  if (fates === undefined || fates.accepted.length > 0) return;
  const reasons = [...new Set(fates.ignored.map(({ reason }) => reason))].slice(0, reasons_max)
    .map((reason) => addressWords(printable(reason)));
  const of = (language: Language, between: string, none: string) =>
    reasons.map((words) => words[language]).join(between) || none;
  throw new Failure(
    exit_codes.negative,
    {
      en: `the node accepted no address: ${of("en", "; ", "it gives no reason")}.`,
      zh: `节点没有接受任何地址：${of("zh", "；", "没有说明原因")}。`,
    },
    {
      en: "foxchain register ws://HOST:PORT/ws, or wss://HOST/ws for a node with a certificate",
      zh: "foxchain register ws://HOST:PORT/ws；节点有证书的话用 wss://HOST/ws",
    },
  );
}

interface Fates {
  readonly accepted: readonly string[];
  readonly ignored: readonly { readonly addr: string; readonly reason: string }[];
  /** Ignored ones that are not listed. */
  readonly ignored_more: number;
}

/** The detail of foxchain nodes; a lecture node gives none. */
function fatesOf(response: unknown): Fates | undefined {
  if (typeof response !== "object" || response === null) return undefined;
  if (!("accepted" in response && "ignored" in response)) return undefined;
  const { accepted, ignored } = response;
  if (!Array.isArray(accepted) || !Array.isArray(ignored)) return undefined;
  return {
    accepted: accepted.map(String),
    ignored: ignored.map((entry) => ({ addr: String(entry?.addr), reason: String(entry?.reason) })),
    ignored_more: "ignored_more" in response ? Number(response.ignored_more) : 0,
  };
}
