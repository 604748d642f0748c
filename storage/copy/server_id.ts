/** What tells one Redis server from another, by whatever name it is reached. */
import type { Command, Reply } from "../redis/connection.ts";
import { StorageError } from "../storage.ts";

/**
 * The name that a server draws at its start.
 *
 * @returns Undefined where the server does not tell it to this user.
 * @throws {StorageError} `away`.
 */
export async function serverId(send: (command: Command) => Promise<Reply>): Promise<string | undefined> {
  try {
    return /^run_id:(\w+)/m.exec(String(await send(["INFO", "server"])))?.[1];
  } catch (error) {
    if (error instanceof StorageError && error.fault === "unwritable") return undefined;
    throw error;
  }
}
