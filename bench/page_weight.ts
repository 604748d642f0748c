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
export function weigh(paths: Iterable<string>): FileWeight[] {
  return [...new Set(paths)].flatMap((path) => {
    const body = assets.get(path)?.body;
    if (body === undefined) return [];
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    return [{ path, bytes: bytes.length, gzip_bytes: gzipSync(bytes, { level: 9 }).length }];
  });
}
