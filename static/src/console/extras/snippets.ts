/** A request as a program that sends it. Pure. */
import { fieldsOf } from "../json_fields.ts";
import { keepDigits } from "../pretty.ts";

/** The forms, by name. */
export const snippets = { python, javascript, command_line: commandLine } as const;

/** Names a form. */
export type SnippetForm = keyof typeof snippets;

/**
 * A program in Python, for the package websocket-client.
 *
 * @example
 * ```ts
 * import { python } from "./snippets.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(python("ws://a/ws", '{ "op": "time" }'), /^connection.send\('{"op":"time"}'\)$/m);
 * ```
 */
export function python(url: string, request: string): string {
  return `from websocket import create_connection  # pip install websocket-client

connection = create_connection(${literal(url)})
connection.send(${literal(compact(request))})
print(connection.recv())
connection.close()
`;
}

/** A program in JavaScript, for browsers, Node.js 22 and Deno. */
export function javascript(url: string, request: string): string {
  return `const socket = new WebSocket(${literal(url)});
socket.onopen = () => socket.send(${literal(compact(request))});
socket.onmessage = ({ data }) => {
  console.log(data);
  socket.close();
};
`;
}

/**
 * A line for a POSIX shell. Undefined for what `foxchain call` can't send: anything but an op with args.
 *
 * @example
 * ```ts
 * import { commandLine } from "./snippets.ts";
 * import assert from "node:assert/strict";
 *
 * const request = '{ "op": "peers", "args": { "limit": 5 } }';
 * assert.equal(commandLine("ws://a/ws", request), `foxchain call peers '{"limit":5}' --url ws://a/ws\n`);
 * assert.equal(commandLine("ws://a/ws", "{oops"), undefined);
 * ```
 */
export function commandLine(url: string, request: string): string | undefined {
  const { op, args } = fieldsOf(request, true);
  if (typeof op !== "string") return undefined;
  const words = [op, ...(args === undefined ? [] : [JSON.stringify(args)])];
  // The program would take them for options.
  if (words.some((word) => word.startsWith("-"))) return undefined;
  return `foxchain call ${[...words].map(shellWord).join(" ")} --url ${shellWord(url)}\n`;
}

/** A text as Python and JavaScript both read it; single quotes where they save escaping. */
function literal(text: string): string {
  const escaped = JSON.stringify(text);
  const plain = !/['\\\p{Cc}\p{Zl}\p{Zp}]/u.test(text) && text.isWellFormed();
  return plain && text.includes('"') ? `'${text}'` : escaped.replace(/[\u2028\u2029]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** On one line, if it is JSON; what is not is sent as it is. */
function compact(request: string): string {
  try {
    return JSON.stringify(JSON.parse(request, keepDigits));
  } catch {
    return request;
  }
}

function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
