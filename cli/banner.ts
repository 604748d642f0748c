/** What a person sees when a node has started. */
import type { NodeUrls } from "./node_urls.ts";
import type { Output } from "./output.ts";

/** What the lines tell. */
export interface BannerParts {
  readonly urls: NodeUrls;
  readonly peers_count: number;
  readonly db: string;
  /** The page's link with the key, where only the person at this terminal reads the lines. */
  readonly link?: string;
  /** How to get that link elsewhere. */
  readonly steer: string;
}

/** Where the node is, how many peers it knows, how to steer it, and how to stop it. */
export function bannerLines({ urls, peers_count, db, link, steer }: BannerParts, output: Output): string[] {
  const rows = [
    ["page", link ?? urls.page],
    ["steer", link === undefined ? steer : ""],
    ["node", urls.node],
    ["LAN", urls.lan ?? ""],
    ["peers", `${peers_count} in ${db}`],
  ];
  return [
    output.style("bold", "FOXCHAIN"),
    ...rows.filter(([, value]) => value !== "").map(([name = "", value = ""]) =>
      `  ${output.style("dim", name.padEnd(6))}${output.style("cyan", value)}`
    ),
    output.style("dim", "  Ctrl+C stops it."),
  ];
}
