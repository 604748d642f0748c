/** What a person sees when a node has started. */
import { displayWidth } from "./help_texts.ts";
import type { NodeUrls } from "./node_urls.ts";
import type { Output } from "./output.ts";

/** What the lines say. */
export interface BannerParts {
  readonly urls: NodeUrls;
  readonly peers_count: number;
  readonly db: string;
  /** The page's link with the key, where only the person at this terminal reads the lines. */
  readonly link?: string;
  /** How to get that link in another way. */
  readonly steer: string;
}

/** The lines: where the node is, how many peers it knows, how to steer it, and how to stop it. */
export function bannerLines({ urls, peers_count, db, link, steer }: BannerParts, output: Output): string[] {
  const { say } = output;
  const rows = [
    [say({ en: "page", zh: "网页" }), link ?? urls.page],
    [say({ en: "steer", zh: "控制" }), link === undefined ? steer : ""],
    [say({ en: "node", zh: "节点" }), urls.node],
    [say({ en: "LAN", zh: "局域网" }), urls.lan ?? ""],
    [
      say({ en: "peers", zh: "地址" }),
      say({ en: `${peers_count} in ${db}`, zh: `${db} 里有 ${peers_count} 个` }),
    ],
  ];
  const name_columns = 1 + Math.max(...rows.map(([name = ""]) => displayWidth(name)));
  const padded = (name: string) => name + " ".repeat(name_columns - displayWidth(name));
  return [
    output.style("bold", "FOXCHAIN"),
    ...rows.filter(([, value]) => value !== "").map(([name = "", value = ""]) =>
      `  ${output.style("dim", padded(name))}${output.style("cyan", value)}`
    ),
    output.style("dim", say({ en: "  Ctrl+C stops it.", zh: "  按 Ctrl+C 停止。" })),
  ];
}
