/** A WebSocket that a test moves by hand. */

/** Does nothing by itself. */
export class TestSocket {
  readyState: number = WebSocket.CONNECTING;
  readonly sent: string[] = [];
  readonly closed: number[] = [];
  readonly url: string;
  onopen?: () => void;
  onmessage?: (event: { data: unknown }) => void;
  onclose?: (event: { code: number; reason: string }) => void;

  constructor(url: string) {
    this.url = url;
  }

  open(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  /** The other side, or the network, ends it. */
  end(code: number, reason = ""): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code, reason });
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(code: number): void {
    this.closed.push(code);
  }
}

/** What opens them, and all that were opened. */
export function testSockets(): { sockets: TestSocket[]; open: (url: string) => WebSocket } {
  const sockets: TestSocket[] = [];
  return {
    sockets,
    open(url) {
      const socket = new TestSocket(url);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  };
}
