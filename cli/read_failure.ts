/** Says in words why a file can't be read. */
import { forbiddenPlace } from "../storage/forbidden_place.ts";

/** The reason, to stand behind "can't be read: ". */
export function readFailure(error: unknown): string {
  const forbidden = forbiddenPlace(error);
  if (forbidden !== undefined) return forbidden;
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.PermissionDenied) return "access is denied";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  return error instanceof Error ? error.message : String(error);
}
