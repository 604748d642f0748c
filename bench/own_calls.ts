/** Calls an own op at a steady pace, from a thread of its own: it must not hold up the one that measures. Runs in a Worker. */
let socket: WebSocket;
let timer: ReturnType<typeof setTimeout> | undefined;
let failure: string | undefined;

/** What it is told: the port to connect to, or how many calls a second to make from now on, 0 for none. */
export interface OwnCallsOrder {
  readonly port?: string;
  readonly per_second?: number;
}

/** The moments are random, so that its calls are in no step with those of others. */
function next(per_second: number): void {
  timer = setTimeout(() => {
    socket.send('{"op":"count","args":{"text":"狐狸"}}');
    next(per_second);
  }, 2 * Math.random() * 1000 / per_second);
}

self.onmessage = ({ data }: MessageEvent<OwnCallsOrder>) => {
  const { port, per_second = 0 } = data;
  clearTimeout(timer);
  if (per_second > 0) next(per_second);
  if (port === undefined) return;
  socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  socket.onopen = () => postMessage("open");
  socket.onmessage = ({ data }) => {
    if (!String(data).startsWith('{"status":200')) failure ??= String(data);
    if (failure !== undefined) throw new Error(failure);
  };
};
