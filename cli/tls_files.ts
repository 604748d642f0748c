/** Reads the certificate and the key that the command line names. */
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { both } from "./language.ts";
import { unreadable } from "./file_failure.ts";

/**
 * The texts of both files, or undefined when neither is named.
 *
 * @throws {Failure} `usage`, when only one is named or one can't be read.
 */
export function readTlsFiles(
  cert_file?: string,
  key_file?: string,
): { cert: string; key: string } | undefined {
  if (cert_file === undefined && key_file === undefined) return undefined;
  if (cert_file === undefined) throw lonely("--tls-key", "--tls-cert");
  if (key_file === undefined) throw lonely("--tls-cert", "--tls-key");
  return { cert: read("--tls-cert", cert_file), key: read("--tls-key", key_file) };
}

function lonely(given: string, missing: string): Failure {
  return new Failure(
    exit_codes.usage,
    {
      en: `${given} is given and ${missing} is not: they belong together.`,
      zh: `给了 ${given}，没有给 ${missing}：这两个要一起用。`,
    },
    both("foxchain --tls-cert cert.pem --tls-key key.pem"),
  );
}

function read(flag: string, file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch (error) {
    throw unreadable(`${flag} ${file}`, error);
  }
}
