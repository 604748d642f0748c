/** Names for powers of two, so that limits read in the unit that people use. */

/** Bytes, or characters, of a kibi. */
export const kib = 1024;
