/** A file that does not change while the node runs. It is compressed once, at the first request. */

/** Types that are not compressed already. */
const compressible = /^text\/|^application\/json|^image\/svg/;

/** Text or bytes. */
type Content = string | Uint8Array<ArrayBuffer>;

/** Both forms of the file. */
interface Prepared {
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly gzip?: Uint8Array<ArrayBuffer>;
  /** Weak, since it stands for both forms. */
  readonly etag: string;
}

/**
 * One such file.
 *
 * @example
 * ```ts
 * import { PreparedFile } from "./prepared_file.ts";
 * import assert from "node:assert/strict";
 *
 * const file = new PreparedFile("text/plain; charset=utf-8", () => "hello");
 * const answer = await file.answer(new Headers());
 * assert.equal(await answer.text(), "hello");
 * const again = await file.answer(new Headers({ "if-none-match": answer.headers.get("etag")! }));
 * assert.equal(again.status, 304);
 * ```
 */
export class PreparedFile {
  readonly #headers: Readonly<Record<string, string>>;
  readonly #content_type: string;
  readonly #make: () => Content | Promise<Content>;
  #prepared: Promise<Prepared> | undefined;

  /**
   * @param make The content; called once, unless it fails. Text is sent as UTF-8.
   * @param vary Request headers, beside Accept-Encoding, on which the choice of this file depends.
   */
  constructor(
    content_type: string,
    make: () => Content | Promise<Content>,
    vary: readonly string[] = [],
  ) {
    this.#content_type = content_type;
    this.#make = make;
    this.#headers = { "cache-control": "no-cache", "vary": ["Accept-Encoding", ...vary].join(", ") };
  }

  /** Answers a GET with these headers. */
  async answer(request: Headers): Promise<Response> {
    const { plain, gzip, etag } = await this.#ready();
    const headers = { ...this.#headers, etag };
    if (matches(request.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
    const packed = gzip !== undefined && takesGzip(request.get("accept-encoding"));
    return new Response(packed ? gzip : plain, {
      headers: {
        ...headers,
        "content-type": this.#content_type,
        ...(packed ? { "content-encoding": "gzip" } : {}),
      },
    });
  }

  async #ready(): Promise<Prepared> {
    try {
      return await (this.#prepared ??= this.#prepare());
    } catch (error) {
      this.#prepared = undefined;
      throw error;
    }
  }

  async #prepare(): Promise<Prepared> {
    const content = await this.#make();
    const plain = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", plain)).toHex().slice(0, 32);
    const etag = `W/"${hash}"`;
    if (!compressible.test(this.#content_type)) return { plain, etag };
    const packed = await gzipped(plain);
    return packed.length < plain.length ? { plain, etag, gzip: packed } : { plain, etag };
  }
}

async function gzipped(plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded at the first request for a file: it would make every start 6 ms longer.
  const { gzip } = await import("node:zlib");
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  gzip(plain, { level: 9 }, (error, packed) => error ? reject(error) : resolve(new Uint8Array(packed)));
  return await promise;
}

/**
 * Whether the requester has the file already, by its entity tags (RFC 9110, section 13.1.2: weak comparison).
 *
 * @param sent The header `If-None-Match`.
 */
function matches(sent: string | null, etag: string): boolean {
  if (sent === null) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  return sent.trim() === "*" || sent.split(",").some((tag) => opaque(tag) === opaque(etag));
}

/**
 * Whether `Accept-Encoding` allows gzip (RFC 9110, section 12.5.3): a weight of 0 forbids, `*` stands for all others.
 */
function takesGzip(sent: string | null): boolean {
  const weights = new Map(
    (sent ?? "").toLowerCase().split(",").map((part) => {
      const [coding = "", ...parameters] = part.split(";").map((text) => text.trim());
      const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
      return [coding, Number(weight)];
    }),
  );
  return (weights.get("gzip") ?? weights.get("x-gzip") ?? weights.get("*") ?? 0) > 0;
}
