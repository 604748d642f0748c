/** The model's formulas as a reader can redo them by hand: each symbol with its value and the limit it comes from. */
import * as limits from "../../discovery/limits.ts";
import type { Words } from "../../discovery/words.ts";
import { places, redial_held_ms, round_trip_ms, visit_ms } from "./entry_point.ts";
import * as measured from "./measured.ts";
import { row_mib } from "./memory.ts";
import { round } from "./model.ts";
import { usual_lifetime_s } from "./table.ts";
import { announce_bytes, fittedSample, hello_bytes, message_wire_bytes } from "./traffic.ts";

type Language = keyof Words;

/** A symbol of the formulas, its value, and where that comes from: a limit, a measured figure or an assumption. */
interface Term {
  readonly symbol: string;
  readonly value: string;
  readonly from: string;
  readonly means: Words;
}

/** Limits are told to the last digit. */
const exact = (value: number) => value.toLocaleString("en-US");
const s = (ms: number) => `${exact(ms / 1000)} s`;

const terms: readonly Term[] = [
  {
    symbol: "N, L",
    value: `${exact(usual_lifetime_s)} s`,
    from: "",
    means: { en: "nodes; how long one runs (assumed)", zh: "节点数；一个节点运行多久（假设）" },
  },
  {
    symbol: "D, I",
    value: `${limits.outbound_default}, ${limits.inbound_max}`,
    from: "outbound_default, inbound_max",
    means: { en: "connections that a node dials; most that it accepts", zh: "拨出的连接；最多接受的连接" },
  },
  {
    symbol: "T, F, R",
    value: `${s(limits.sample_ms)}, ${s(limits.feeler_ms)}, ${s(limits.redial_ms)}`,
    from: "sample_ms, feeler_ms, redial_ms",
    means: {
      en: "pause between two samples, feelers, redials",
      zh: "两次 `sample`、试探拨号、重拨之间的间隔",
    },
  },
  {
    symbol: "f, h",
    value: `${limits.announce_fanout}, ${limits.announce_hops_max}`,
    from: "announce_fanout, announce_hops_max",
    means: {
      en: "neighbours an announcement goes to, times it is sent on",
      zh: "一次宣告告诉几个邻居，转发几次",
    },
  },
  {
    symbol: "r, W",
    value: `1 / ${round(1 / limits.spread_rate.per_second)} s, ${s(limits.announce_ms)}`,
    from: "spread_rate, announce_ms",
    means: {
      en: "announcements that a node passes on; pause between its own",
      zh: "一个节点转发宣告的速率；自己两次宣告之间的间隔",
    },
  },
  {
    symbol: "B",
    value: exact(limits.heard_max + limits.tried_max),
    from: "heard_max + tried_max",
    means: { en: "public addresses that a book holds", zh: "一本簿子装下的公网地址" },
  },
  {
    symbol: "H",
    value: s(1000 * limits.served_s),
    from: "served_s",
    means: { en: "an entry point not reached for so long is redialled", zh: "这么久没连通的入口会被重拨" },
  },
  {
    symbol: "C",
    value: exact(places),
    from: "clients_max",
    means: { en: "places of an entry point", zh: "一个入口的位置" },
  },
  {
    symbol: "t, u",
    value: `${s(visit_ms)}, ${s(redial_held_ms)}`,
    from: "dial_timeout_ms + overflow_linger_ms",
    means: {
      en: `a joiner keeps its place for t = 2 round trips of ${round_trip_ms} ms more; a redial for u = 3`,
      zh: `加入者占位 t：再加 2 个 ${round_trip_ms} ms 的往返；一次重拨占 u：3 个往返`,
    },
  },
  {
    symbol: "b",
    value: `${round(fittedSample())} B`,
    from: "",
    means: {
      en: "one `sample` and its answer (fitted, feelers' are in it)",
      zh: "一次 `sample` 和它的应答（拟合，含试探拨号的）",
    },
  },
  {
    symbol: "e, a",
    value: `${hello_bytes} B, ${announce_bytes} B`,
    from: "",
    means: { en: "`hello`, `announce`, each with its answer", zh: "`hello`、`announce`，各带应答" },
  },
  {
    symbol: "w, x",
    value: `${round(measured.wire_beside_payload)} B/s, ${message_wire_bytes} B`,
    from: "",
    means: { en: "TCP and IP beside the payload; of one message", zh: "载荷之外的 TCP 和 IP；一条消息的" },
  },
  {
    symbol: "m, k",
    value: `${measured.memory_mib.empty} MiB, ${round(1024 * row_mib)} KiB`,
    from: "",
    means: { en: "memory of an empty node; of a row (measured)", zh: "空节点的内存；一行的内存（实测）" },
  },
  {
    symbol: "c, v",
    value: `${measured.connection_kib.thousand} KiB, ${measured.visit_cpu_us} µs`,
    from: "",
    means: {
      en: "memory of a connection; processor time of a visit (measured)",
      zh: "一个连接的内存；一次来访的处理器时间（实测）",
    },
  },
];

/** What is worked out, in the symbols above. */
export const formulas: readonly (readonly [Words, string])[] = [
  [{ en: "starts, announcements per second", zh: "每秒启动、宣告" }, "N / L, A = N / L + N / W"],
  [
    { en: "announcements that a node hears, passes on", zh: "节点听到、转发的宣告" },
    "y = A × s, p = min(y, r)",
  ],
  [{ en: "idle payload of a node", zh: "空闲节点的载荷" }, "i = 2 × D × b / T + 2 × e × (1 / F + 1 / R)"],
  [{ en: "payload of a node", zh: "节点的载荷" }, "i + 2 × f × a × p"],
  [
    { en: "the same on the wire; the network", zh: "线路上的；全网" },
    "q = i + w + 2 × f × p × (a + 2 × x), N × q / 2",
  ],
  [{ en: "memory of a node", zh: "节点的内存" }, "m + min(N - 1, B) × k + 2 × D × c"],
  [
    { en: "payload of an entry point", zh: "入口的载荷" },
    "(D + I) × b / T + 2 × e × (1 / F + 1 / R) + (N / L + N / H) × (e + b) + 2 × f × a × p",
  ],
  [{ en: "connections of an entry point", zh: "入口的连接数" }, "n = D + I + N / L × t + N / H × u"],
  [{ en: "memory of an entry point", zh: "入口的内存" }, "m + min(N - 1, B) × k + n × c"],
  [{ en: "its share of one core", zh: "占一个核心的份额" }, "(N / L + N / H) × v"],
  [
    { en: "joins per second; all start at once", zh: "每秒加入；全部同时启动" },
    "j = (C - I) / t, N / j",
  ],
  [
    { en: "nodes up to which all announcements are passed on", zh: "宣告还能全部转发的节点数" },
    "r / (1 / L + 1 / W)",
  ],
  [
    { en: "a book holds; `peers` lists", zh: "簿子装下；`peers` 列出" },
    `B / (N - 1), ${exact(limits.peers_page_default)} / (N - 1)`,
  ],
];

/** The symbols as a table and the formulas as a list, in Markdown. */
export function formulaTables(language: Language): string {
  const head = { en: ["symbol", "value", "limit", "means"], zh: ["符号", "值", "限制", "意思"] }[language];
  const code = (text: string) => text === "" ? "" : text.split(/([,+] )/).map(quoted).join("");
  const rows = terms.map(({ symbol, value, from, means }) => [symbol, value, code(from), means[language]]);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const lines = [line(head), line(head.map(() => "---")), ...rows.map(line)];
  const list = formulas.map(([name, formula]) =>
    `- ${name[language]}${language === "en" ? ": " : "："}\`${formula}\``
  );
  return `${lines.join("\n")}\n\n${list.join("\n")}`;
}

function quoted(part: string): string {
  return /^[,+] $/.test(part) ? part : `\`${part.trim()}\`${part.endsWith(" ") ? " " : ""}`;
}
