/**
 * A WebSocket client that may break every rule: it sends frames bit by bit and stops reading when it likes. Only for
 * tests of what well-behaved clients can't do; whoever wants a proper client takes npm `ws`.
 */
import { Buffer } from "node:buffer";

/** Frame types of RFC 6455, section 5.2. */
export const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A frame as it came. */
export interface Frame {
  readonly opcode: number;
  readonly payload: Uint8Array;
}

/** What a frame looks like on the wire beside its payload. */
export interface FrameOptions {
  /** Last frame of its message. */
  readonly fin?: boolean;
  /** Clients must mask; false breaks the rule. */
  readonly masked?: boolean;
  /** The three reserved bits, 0 to 7; only 0 is allowed. */
  readonly reserved?: number;
}

/** One connection to `/ws`. */
export class RawClient {
  readonly #socket: Deno.TcpConn;
  #unread = Buffer.alloc(0);

  private constructor(socket: Deno.TcpConn) {
    this.#socket = socket;
  }

  /**
   * Connects and upgrades.
   *
   * @param headers Added to the usual ones.
   * @throws {Error} The answer was not 101; its text is in the message.
   */
  static async connect(port: number, headers?: Record<string, string | undefined>): Promise<RawClient> {
    const client = await RawClient.dial(port);
    await client.write(upgradeRequest(port, headers));
    const head = await client.readHead();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      client.drop();
      throw new Error(`Expected 101, got: ${head}`);
    }
    return client;
  }

  /** Connects without saying anything. */
  static async dial(port: number): Promise<RawClient> {
    const socket = await Deno.connect({ hostname: "127.0.0.1", port });
    socket.setNoDelay(true);
    return new RawClient(socket);
  }

  /** Writes bytes as they are, however long that takes. */
  async write(bytes: Uint8Array | string): Promise<void> {
    let rest = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
    while (rest.length > 0) rest = rest.subarray(await this.#socket.write(rest));
  }

  send(code: number, payload: Uint8Array | string, options?: FrameOptions): Promise<void> {
    return this.write(frameBytes(code, payload, options));
  }

  /** The next frame, or undefined when the node closed the TCP connection. */
  async read(): Promise<Frame | undefined> {
    if (!await this.#fill(2)) return undefined;
    const short = this.#unread[1]! & 127;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (!await this.#fill(head)) return undefined;
    const length = head === 2
      ? short
      : head === 4
      ? this.#unread.readUInt16BE(2)
      : Number(this.#unread.readBigUInt64BE(2));
    if (!await this.#fill(head + length)) return undefined;
    const frame = { opcode: this.#unread[0]! & 15, payload: this.#unread.subarray(head, head + length) };
    this.#unread = this.#unread.subarray(head + length);
    return frame;
  }

  /** The next text message. @throws {Error} Anything else came. */
  async readText(): Promise<string> {
    const frame = await this.read();
    if (frame?.opcode !== opcode.text) throw new Error(`Expected a text, got ${describe(frame)}`);
    return new TextDecoder().decode(frame.payload);
  }

  /** The status of the close frame that must be next; 1005 when it bears none, 1006 when TCP just ended. */
  async readClose(): Promise<number> {
    const frame = await this.read();
    if (frame === undefined) return 1006;
    if (frame.opcode !== opcode.close) throw new Error(`Expected a close, got ${describe(frame)}`);
    return frame.payload.length < 2 ? 1005 : Buffer.from(frame.payload).readUInt16BE(0);
  }

  /** Sends a text and reads one text. */
  async ask(text: string): Promise<string> {
    await this.send(opcode.text, text);
    return await this.readText();
  }

  /** Everything that comes until the node closes, as text; for plain HTTP. */
  async readToEnd(): Promise<string> {
    while (await this.#fill(this.#unread.length + 1));
    return this.#unread.toString("utf8");
  }

  /** Goes without a word. Later calls are ignored. */
  drop(): void {
    try {
      this.#socket.close();
    } catch {
      // Already closed.
    }
  }

  [Symbol.dispose](): void {
    this.drop();
  }

  /** The status line and headers of an HTTP answer. */
  async readHead(): Promise<string> {
    let end = -1;
    while ((end = this.#unread.indexOf("\r\n\r\n")) < 0) {
      if (!await this.#fill(this.#unread.length + 1)) return this.#unread.toString("latin1");
    }
    const head = this.#unread.toString("latin1", 0, end);
    this.#unread = this.#unread.subarray(end + 4);
    return head;
  }

  /** Reads until `count` bytes are there; false when the connection ended before. */
  async #fill(count: number): Promise<boolean> {
    const chunks = [this.#unread];
    let length = this.#unread.length;
    while (length < count) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = await this.#socket.read(chunk).catch(() => null);
      if (read === null) break;
      chunks.push(chunk.subarray(0, read));
      length += read;
    }
    if (chunks.length > 1) this.#unread = Buffer.concat(chunks);
    return length >= count;
  }
}

/** The bytes of one frame. */
export function frameBytes(
  code: number,
  payload: Uint8Array | string,
  { fin = true, masked = true, reserved = 0 }: FrameOptions = {},
): Uint8Array {
  const body = Buffer.from(payload as string);
  const length = body.length < 126
    ? Buffer.from([body.length])
    : body.length < 65536
    ? Buffer.from([126, body.length >> 8, body.length & 255])
    : Buffer.concat([Buffer.from([127]), bigEndian(body.length)]);
  length[0]! |= masked ? 128 : 0;
  // A mask of zeros leaves the payload as it is.
  const mask = Buffer.alloc(masked ? 4 : 0);
  return Buffer.concat([Buffer.from([(fin ? 128 : 0) | reserved << 4 | code]), length, mask, body]);
}

/** A proper upgrade request, some of its headers replaced, or left out where undefined. */
export function upgradeRequest(port: number, headers: Record<string, string | undefined> = {}): string {
  const all = {
    "Host": `127.0.0.1:${port}`,
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    ...headers,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== undefined).map(([name, value]) =>
    `${name}: ${value}`
  );
  return ["GET /ws HTTP/1.1", ...lines, "", ""].join("\r\n");
}

function bigEndian(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return bytes;
}

function describe(frame: Frame | undefined): string {
  if (frame === undefined) return "the end of the connection";
  return `opcode ${frame.opcode}: ${Buffer.from(frame.payload).toString("latin1", 0, 100)}`;
}
