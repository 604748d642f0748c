/** What tells one Redis server from another, by whatever name it is reached. */
import type { Command, Reply } from "../redis/server/connection.ts";
import { unlessForbidden } from "../redis/server/durability.ts";

/**
 * The name that a server draws at its start.
 *
 * @returns Undefined where the server does not tell it to this user.
 * @throws {StorageError} `away`.
 */
export async function serverId(send: (command: Command) => Promise<Reply>): Promise<string | undefined> {
  return /^run_id:(\w+)/m.exec(String(await unlessForbidden(send(["INFO", "server"]))))?.[1];
}
