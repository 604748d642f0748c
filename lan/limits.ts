/** Limits of finding nodes on the local network. Each has its reason; units end its name. */

/**
 * Longest packet that is read: one frame of Ethernet. What a node sends has about 300 bytes.
 *
 * Against: long packets whose names point into each other; to read one of 64 KiB would take most of a second.
 */
export const packet_bytes_max = 1_472;

/**
 * Questions and records in a packet that is read. A node sends 4.
 *
 * Against: a packet of many records that all point at one long chain of names.
 */
export const packet_records_max = 32;

/**
 * Packets about nodes that are read, from all senders together. Packets about other things (printers, phones) are
 * dropped earlier and are not counted.
 *
 * Against: a flood on the local network that takes the processor.
 */
export const packets_rate = { per_second: 50, burst: 400 };

/**
 * Packets about nodes that are read from one sender: 8 nodes may start on one computer at once.
 *
 * Against: one sender that takes the turns of all others.
 */
export const sender_packets_rate = { per_second: 5, burst: 40 };

/**
 * Senders that are counted at the same time; the one heard of longest ago leaves.
 *
 * Against: a sender that invents addresses of its network and so fills the memory.
 */
export const senders_max = 1_024;

/**
 * Found nodes that are remembered; the one heard of longest ago leaves.
 *
 * Against: a sender that invents nodes and so fills the memory.
 */
export const found_nodes_max = 256;

/** Nodes that one computer may name: more than anybody starts on one. Those named first stay. */
export const found_per_sender_max = 8;

/**
 * Found nodes that are reported, e.g. in the log.
 *
 * Against: a sender that names new nodes without end and so fills the log.
 */
export const found_told_rate = { per_second: 0.1, burst: 256 };

/**
 * Nodes that `--find=join` dials: as many as a node keeps outbound. They know the others.
 *
 * Against: invented nodes that keep a node dialling.
 */
export const found_joined_max = 8;

/** Longest name of a network, as `hello` has it. */
export const net_characters_max = 64;

/**
 * Shortest time between two answers on one link: RFC 6762 (6) asks for it.
 *
 * Against: a sender that has one packet of 40 bytes answered by 300 bytes to everybody, again and again.
 */
export const answer_pause_ms = 1_000;

/** Shortest wait before an answer (RFC 6762, 6): those of a whole class must not collide. */
export const answer_delay_min_ms = 20;

/** Longest wait before an answer (RFC 6762, 6). */
export const answer_delay_max_ms = 120;

/**
 * When a question and an announcement go out after a link was opened. They go out twice, since a packet may be lost
 * (RFC 6762, 5.2 and 8.3).
 */
export const repeat_ms = [0, 1_000];

/** How long a search lasts. The second question and the slowest answer to it fit. */
export const search_ms = 2_500;

/** How long others may remember this node without hearing of it (RFC 6762, 10). */
export const record_ttl_s = 120;

/** Time between two looks at which networks this computer is in: a laptop may join one after the start. */
export const interfaces_check_ms = 15_000;

/** Networks that are searched at the same time. No laptop is in more real ones. */
export const links_max = 4;
