/** Work that is done at most once. */

/** Does the work at the first call. Later calls get the same result. */
export function once<Result extends NonNullable<unknown>>(work: () => Result): () => Result {
  let result: Result | undefined;
  return () => result ??= work();
}
