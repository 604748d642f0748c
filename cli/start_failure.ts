/** Why a node could not start, in words and with the command to try next. */
import { KeyFileError } from "../node/page/key_file.ts";
import { StorageError, type StorageFault } from "../storage/storage.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { freeFile, freePort } from "./free_place.ts";
import { keyFailure } from "./key_advice.ts";
import { default_host } from "./options.ts";
import { quoted } from "./quoted.ts";
import type { ServeOptions } from "./serve.ts";

/** What a node was to be started with. */
type Place = Pick<ServeOptions, "port" | "host" | "db">;

/**
 * The failure that an error of opening the store or of listening means.
 *
 * @returns The error itself when it is none of those: then it is a bug.
 */
export function startFailure(
  error: unknown,
  options: Place,
): unknown {
  const { port, host, db } = options;
  if (!(error instanceof Error)) return error;
  if (error instanceof StorageError) {
    return new Failure(exit_codes.unavailable, error.message, storageAdvice(error.fault, options));
  }
  if (error instanceof KeyFileError) return keyFailure(error, db);
  if (error instanceof Deno.errors.AddrInUse) {
    return new Failure(
      exit_codes.unavailable,
      `port ${port} is already in use: another program, perhaps another node, listens there.`,
      `${secondNode(options)}, or --port 0 for any free port`,
    );
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return new Failure(
      exit_codes.unavailable,
      `the system does not let this user listen on port ${port}.`,
      "foxchain --port 9000",
    );
  }
  if (error instanceof Deno.errors.AddrNotAvailable || error instanceof URIError || isLookup(error)) {
    return new Failure(
      exit_codes.unavailable,
      `this computer can't listen on --host ${host}: it has no such address.`,
      "foxchain --host :: for every interface, or --host 127.0.0.1 for this computer only",
    );
  }
  if (error instanceof Deno.errors.InvalidData || /KeyMismatch/.test(error.message)) {
    return new Failure(
      exit_codes.usage,
      `--tls-cert and --tls-key can't be used: ${error.message}.`,
      "check that both are PEM files and belong together",
    );
  }
  return error;
}

const advice: Readonly<Record<Exclude<StorageFault, "in use">, string>> = {
  foreign: "foxchain --db other.sqlite",
  newer: "get the newest foxchain, or start with another file: foxchain --db other.sqlite",
  unopenable: "check the path and its permissions, or use another one: foxchain --db other.sqlite",
  full: "foxchain --db other.sqlite",
  lost: "start it again",
  damaged: "move the file away, then start again; or start with a copy of it: foxchain --db copy.sqlite",
  unwritable: "free some space on the disk, or use another one: foxchain --db /other/disk/peers.sqlite",
};

function storageAdvice(fault: StorageFault, options: Place): string {
  if (fault !== "in use") return advice[fault];
  return `stop the other node, or start a second one: ${secondNode(options)}`;
}

/** The command for a node beside the one that runs: with a port and a store that are free now. */
function secondNode({ port, host, db }: Place): string {
  const file = freeFile(db);
  return [
    `foxchain --port ${port && freePort(port, host)}`,
    `--db ${quoted(file)}`,
    ...(host === default_host ? [] : [`--host ${host}`]),
  ].join(" ");
}

function isLookup(error: Error): boolean {
  return error.message.includes("lookup address");
}
