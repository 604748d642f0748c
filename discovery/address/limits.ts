/** Limits of addresses and of the sources that tell them. */

/**
 * A public IPv6 /48 may do this many times what one /64 of it may: a site with some networks, not 65,536 of them.
 *
 * Against: a rented server, which gets a /64 or a whole /48 of addresses and would be that many sources.
 */
export const wide_factor = 4;

/**
 * Longest address kept: a DNS name has at most 253 characters, a path of a few is left.
 *
 * Against: long texts as addresses, to fill the disk and every answer of `peers`.
 */
export const address_characters_max = 256;
