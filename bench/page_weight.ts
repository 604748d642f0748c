/** What the page's files weigh on the wire, compressed. */
import { gzipSync } from "node:zlib";
import { assets } from "../static/assets.ts";

/** One file. */
export interface FileWeight {
  readonly path: string;
  readonly bytes: number;
  readonly gzip_bytes: number;
}

/** Weighs these files; paths that are no file of the page (`/events`) are left out. */
export async function weigh(paths: Iterable<string>): Promise<FileWeight[]> {
  const weights: FileWeight[] = [];
  for (const path of new Set(paths)) {
    const body = await assets.get(path)?.load();
    if (body === undefined) continue;
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    weights.push({ path, bytes: bytes.length, gzip_bytes: gzipSync(bytes, { level: 9 }).length });
  }
  return weights;
}
