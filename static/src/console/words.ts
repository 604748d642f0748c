/** Words of the console. What comes from the network is never here and never translated. */
import { bilingual } from "../page/language.ts";

const milliseconds = new Intl.NumberFormat("en", {
  style: "unit",
  unit: "millisecond",
  maximumFractionDigits: 1,
});

const en = {
  connection: "Connection",
  node: "Node address",
  connect: "Connect",
  disconnect: "Disconnect",
  cancel: "Cancel",
  request: "Request",
  operation: "Examples",
  message: "Message to send",
  send: "Send",
  shortcut: "Or press Ctrl/⌘ + Enter.",
  history: "History",
  clear: "Clear",
  history_empty: "Nothing was sent yet. Each request appears here with its number and its answer.",
  answer: "Answer",
  waiting: "Waiting for the answer …",
  lost: "No answer: the connection ended first.",
  unasked: "Nothing here asked for this message.",
  unasked_status: "Unasked",
  waiting_status: "… waiting",
  lost_status: "✗ no answer",
  answered_status: "answered",
  idle: "Not connected.",
  disconnected: "Disconnected.",
  not_sent: "Not sent: there is no connection to a node. Press Connect first.",

  number: (number: number) => `#${number}`,
  round_trip: (duration_ms: number) => milliseconds.format(duration_ms),
  /** `status` and `error` are the answer's own. */
  status: (status: number, error: string) => `${status < 400 ? "✓" : "✗"} ${status} ${error}`.trimEnd(),
  announce: (number: number | undefined, status: string) =>
    number === undefined ? "Nothing here asked for this message." : `Answer to request ${number}: ${status}`,
  connecting: (url: string) => `Connecting to ${url} …`,
  connected: (url: string) => `Connected to ${url}`,
  not_an_address: (text: string) =>
    `“${text}” is not a node's address. One looks like this: ws://localhost:9000/ws`,
  forbidden: (url: string) =>
    `The browser does not let this page open ${url}. A page opened by https needs wss://.`,
  failed: (url: string) =>
    `Could not connect to ${url}. Is a node running there, and are host, port and path right?`,
  dropped: (url: string) =>
    `The connection to ${url} was lost. The node stopped suddenly or the network failed. Your draft is kept.`,
  closed: (url: string, code: number, reason: string) =>
    `${url} closed the connection: ${closeCauses.get(code) ?? `code ${code}`}${
      reason && ` (“${reason}”)`
    }. ` +
    "Your draft is kept.",
  binary: (length_bytes: number) => `[binary message of ${length_bytes} bytes]`,
  cut: (characters: number) => `\n… and ${characters} more characters`,
};

/** The console's words. */
export const console_words = bilingual({ en, zh: en });

/** What a node means by the close codes it uses (RFC 6455, section 7.4.1). */
const closeCauses: ReadonlyMap<number, string> = new Map([
  [1000, "it was done"],
  [1001, "it is shutting down"],
  [1002, "it saw a protocol error"],
  [1007, "the message was not valid UTF-8"],
  [1008, "it refused this client"],
  [1009, "the message was too long"],
  [1011, "it met an error of its own"],
  [1013, "it is too busy, try again later"],
]);
