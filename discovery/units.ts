/** Units that limits are written in. */

/** Bytes. */
export const kib = 1024;
/** Bytes. */
export const mib = 1024 * kib;
/** Milliseconds. */
export const second_ms = 1000;
/** Milliseconds. */
export const minute_ms = 60 * second_ms;
/** Milliseconds. */
export const hour_ms = 60 * minute_ms;
