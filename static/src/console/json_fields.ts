/** Reads fields of a message that may be anything. Pure. */
import { keepDigits } from "./pretty.ts";

/** The fields of a JSON object (numbers digit by digit, where asked for); none where the text is something else. */
export function fieldsOf(text: string, keep_digits = false): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text, keep_digits ? keepDigits : undefined));
  } catch {
    return {};
  }
}
