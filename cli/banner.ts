/** What a person sees when a node has started. */
import type { NodeUrls } from "./node_urls.ts";
import type { Output } from "./output.ts";

/** Where the node is, how many peers it knows, and how to stop it. */
export function bannerLines(urls: NodeUrls, peers_count: number, db: string, output: Output): string[] {
  const rows = [
    ["page", urls.page],
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
