/** Every limit of a node, each with its reason. Units are the last part of a name. */
import type { Rate } from "./bucket.ts";
import type { Scope } from "./scope.ts";

const kib = 1024;
const mib = 1024 * kib;
const second_ms = 1000;
const minute_ms = 60 * second_ms;
const hour_ms = 60 * minute_ms;

/** Longest address kept: a DNS name has at most 253 characters, a path of a few is left. */
export const address_characters_max = 256;

/** Rows in the store when `--peers-max` says nothing: what a class room or a test may register. */
export const peers_default_max = 100_000;

/** The most that `--peers-max` may say: about 200 MB on disk. */
export const peers_max_max = 1_000_000;

/** Addresses in one `peers` answer when the caller names no limit: about 30 KB, half a public message. */
export const peers_page_default = 1_000;

/** Addresses in one `peers` answer at most: about 300 KB, which fits the message limit of a local caller. */
export const peers_page_max = 10_000;

/**
 * How far `last_heard_ms` of a stored address moves before it is written: a tracker registers the same list every 30 s,
 * and each write waits for the disk.
 */
export const heard_again_ms = minute_ms;

/**
 * Pages of 4 KiB in SQLite's write-ahead log before they are moved into the file. SQLite's own 1,000 fill a small disk
 * with copies of the same few pages; 250 measured no slower.
 */
export const log_pages_max = 250;

/**
 * Longest message accepted, in bytes. A public peer needs no more for any op; on one's own machine or site a
 * list of 10,000 addresses must fit.
 */
export const message_bytes_max: Readonly<Record<Scope, number>> = {
  loopback: 1 * mib,
  private: 1 * mib,
  public: 64 * kib,
};

/**
 * Bytes that may wait for a reader. Without this check one client that pipelines `peers` and never reads took a
 * node from 43 MB to 4.8 GB in six seconds.
 */
export const unread_bytes_max = 4 * mib;

/**
 * Size of the messages that wait until their sender has read earlier answers; there are at most
 * {@linkcode pending_answers_max} of them. With it, 4,000 requests sent at once are all answered.
 */
export const backlog_bytes_max = 1 * mib;

/** How long a connection whose reader has paused waits at most before it looks again. */
export const resume_ms_max = 1 * second_ms;

/** Characters of refused texts that may lie about as garbage before it is collected; see `node/garbage.ts`. */
export const refused_text_garbage_max = 16 * mib;

/**
 * Registered addresses after which the garbage of reading them is collected, in a tenth of the time that reading them
 * took. Without it 100,000 of them left a node 90 MB larger.
 */
export const registered_garbage_max = 20_000;

/** How often the node looks whether a stalled reader has drained. */
export const stalled_check_ms = 10 * second_ms;

/** Answers of one connection that may be outstanding (registers waiting for the disk) before it is closed. */
export const pending_answers_max = 4_096;

/** Silent sockets are pinged after half of this and closed after all of it (Deno's idle time-out). */
export const idle_timeout_s = 120;

/** How long an answer of `/readyz` is kept: each look commits to the disk, and anybody may ask. */
export const readiness_kept_ms = 1 * second_ms;

/** How long a shutdown waits for sockets to close before the process ends anyway. */
export const shutdown_grace_ms = 2 * second_ms;

/** Plain clients (lecture clients, pages) from everywhere but this machine. */
export const clients_max = 2_048;

/** Clients from this machine: a load test or a simulated class; bounded by the file descriptors of a process. */
export const loopback_clients_max = 12_000;

/** Clients from one public IP: a class room behind one NAT. */
export const clients_per_ip_max = 256;

/** Lecture ops from one public IP: a busy class room, far under what one core answers. Loopback has none. */
export const lecture_ops_rate: Rate = { per_second: 200, burst: 1_000 };

/** Rate buckets kept at once; beyond, full ones are forgotten and then new sources share one bucket. */
export const rate_buckets_max = 4_096;

// The peer book (docs/protocol.md).

/** Rows heard from public sources: a full view of about 1,000 nodes four times over, under 4 MB of memory. */
export const heard_max = 4_096;

/** Heard rows that one source group may have told: 16 liars are needed to fill the table, whatever they send. */
export const heard_per_source_group_max = 256;

/** Heard rows inside one address group: a liar who owns a /16 gains no more by inventing hosts in it. */
export const heard_per_group_max = 16;

/**
 * Unreached rows in memory that loopback and private sources told: a few class rooms. Those beyond stay in the store and
 * take turns; 100,000 of them in memory cost a node 28 MB more.
 */
export const local_max = 4_096;

/** Public addresses that answered us: enough for months of restarts, small enough to be refreshed by feelers. */
export const tried_max = 1_024;

/** Private and loopback addresses that answered us, in memory: every computer of a large site. */
export const near_max = 1_024;

/** Reached addresses on one IP: some ports of one machine, not a thousand identities of it. */
export const tried_per_ip_max = 4;

/** Reached addresses in one group once the table is half full: 32 groups are needed to take it over. */
export const tried_per_group_max = 32;

/** Newcomers that wait until the incumbent they would displace was tested. */
export const collisions_max = 10;

/** Window of the exponential mean of reliability: one working day, so last week's fame does not count. */
export const reliability_window_s = 8 * 3600;

/** `good`: reached this often ... */
export const good_successes_min = 3;
/** ... over at least this long ... */
export const good_span_s = 3600;
/** ... and alive this share of the time. */
export const good_reliability_min = 0.7;

/** Failures in a row that make an address stale; one or two happen to everybody. */
export const stale_failures = 3;

/** A never reached address nobody spoke of for so long is forgotten. */
export const forget_unreached_s = 24 * 3600;

/** A reached address is forgotten after this many failures in a row ... */
export const forget_failures_min = 10;
/** ... if also so long without success: a student's laptop comes back after a week-end. */
export const forget_reached_s = 7 * 24 * 3600;

/** Ticks of one node are at least so far apart: nothing in discovery is more urgent. */
export const tick_min_ms = 50;

/** How often the book forgets, renews its anchors and announces: these rules count in hours. */
export const sweep_ms = 10 * minute_ms;

// Dialling (docs/protocol.md).

/** First pause after a failed dial; doubles with each failure, +-50 % so that nodes do not dial in step. */
export const backoff_min_s = 30;
/** Longest pause: a dead address costs one dial an hour at most, and a healed one is found within the hour. */
export const backoff_max_s = 3600;

/** A dial that took longer has failed; the host enforces it. Six seconds outlast four lost packets. */
export const dial_timeout_ms = 6 * second_ms;

/** Dials under way at once: a burst of dead addresses delays the living by seconds, a router notices nothing. */
export const dials_at_once_max = 4;

/** The same when the operator asks for one more: his wait for nobody, and a page that repeats them opens no more. */
export const operator_dials_at_once_max = 8;

/** Addresses that the operator may block at once: a person's experiments, and a page that goes wild stays bounded. */
export const blocks_max = 64;
/** Longest block: nobody remembers tomorrow what was cut today. */
export const block_max_s = 24 * 3600;

/**
 * Dials for outbound slots. Time-outs alone would allow 80 a second where everything refuses at once: a node that was
 * told only nonsense would look like a port scanner, and its resolver would be flooded.
 */
export const slot_dial_rate: Rate = { per_second: 2, burst: 20 };

/** Dial-backs for `verify` under way at once: they cost the asker, not us, but file descriptors are ours. */
export const verifies_at_once_max = 16;

/** Pause between two dials of one public IP, on any port. */
export const ip_dial_pause_s = 60;
/** Dials of one public IP in an hour: what a victim sees of one node, however often its name is told. */
export const ip_dials_per_hour_max = 6;
/** An IP never reached is dialled a second time after this +-50 % (so that victims see no wave), then no more ... */
export const unreached_ip_pause_s = 6 * 3600;
/** ... until so long after the first dial. */
export const unreached_ip_memory_s = 24 * 3600;
/** IPs whose dials are remembered: a day of feelers twice over; the oldest are forgotten. */
export const ip_memory_max = 4_096;

/** How long an address with another `net` is left alone. */
export const other_net_pause_s = 24 * 3600;
/** How long a full node is left alone by our slots. */
export const full_node_pause_s = 10 * 60;
/** The same for a node that knows hardly anybody else: each visit tells it more. */
export const full_node_short_pause_s = 20;

/** A failed dial counts if another peer is heard of within this: every open connection speaks once a minute. */
export const proof_ms = minute_ms;
/** Failures that wait for that proof. */
export const unproven_max = 64;

// Connections.

/** Outbound connections: a random graph of this degree stays in one piece when half of it dies. */
export const outbound_default = 8;
/** ... and as many as a person may ask for: more would only use up the places of others. */
export const outbound_max = 64;
/** Outbound slots for the anchors of the last run: an attacker must outlive a restart. */
export const anchors_max = 2;
/** Outbound slots for the oldest acquaintances: hard to fake, since time can't be bought. */
export const oldest_max = 3;
/** Connections to lecture nodes beside the outbound slots: they never dial, so somebody must hold them. */
export const lecture_links_max = 6;
/** After this one makes way for another lecture node, so that those found last are held as well. */
export const lecture_kept_ms = 10 * minute_ms;
/** One that no peer tells of is kept longer, perhaps nobody else holds it; not for ever, anybody can start such a node. */
export const lecture_kept_max_ms = 2 * hour_ms;
/** Slots beside for addresses that came back from the dead: they join the halves of a partition. */
export const extra_links_max = 2;
/** How long such a connection is kept. */
export const extra_kept_ms = hour_ms;

/** Peers that said hello to us: eight times the average, so a popular seed stays open for a while. */
export const inbound_max = 64;
/** Hello-peers from one public IP: a few students behind one NAT. */
export const inbound_per_ip_max = 4;
/** Inbound peers with the lowest latency that eviction spares: hard to fake from afar. */
export const protected_latency = 8;
/** Inbound peers of greatest age that eviction spares. */
export const protected_age = 16;
/** A full node lets go of a visitor after this, if it did not ask everything before. */
export const visit_ms = 10 * second_ms;
/** ... and so long after its sample was answered, unless it wants to be dialled back as well. */
export const visit_linger_ms = 1 * second_ms;

/** Test one address for our own knowledge this often ... */
export const feeler_ms = minute_ms;
/** ... and this often while fewer than `few_tried` addresses were reached. */
export const feeler_eager_ms = 30 * second_ms;
/** For so long after the return of one that was unreachable for an hour, feelers try failed rows first: a cut has healed. */
export const healing_ms = 10 * minute_ms;
/** Reached addresses below which the node looks for more eagerly. */
export const few_tried = 64;
/** A feeler spends no dial on what was reached so lately. */
export const feeler_recent_s = 30 * 60;

/** Seeds and old friends that were not reached for an hour are redialled one per this, round robin, forever. */
export const redial_ms = 5 * minute_ms;
/** Old friends remembered for that, whatever happens to the book. */
export const friends_max = 64;

/** How long slots that found nothing to dial wait before they look again. */
export const slot_pause_ms = 2 * second_ms;

// Keep-alive.

/** `hello` unanswered for so long: the other end may be a lecture node that only drops odd input. */
export const hello_timeout_ms = 5 * second_ms;
/** `sample` is exchange and keep-alive in one; the dialling side asks. */
export const sample_ms = minute_ms;
/** An inbound peer whose sample is overdue is asked by us. */
export const inbound_silence_ms = 66 * second_ms;
/** Lecture nodes are asked for the time. */
export const lecture_ping_ms = 120 * second_ms;
/** A keep-alive without answer for so long is missed. Loss of 5 % delays that far once in 10^8 messages. */
export const keep_alive_timeout_ms = 10 * second_ms;
/** Missed keep-alives that mean death. */
export const keep_alives_missed_max = 2;

// Gossip.

/** Addresses one `sample` asks for and answers at most. */
export const sample_want_max = 16;
/** Addresses one `sample` gives at most. */
export const sample_give_max = 8;
/** Deaths one `sample` reports at most. */
export const sample_gone_max = 8;
/** Announcements one `sample` answer passes on at most. */
export const sample_news_max = 8;
/** `sample` serves what was reached so lately ... */
export const served_s = 3600;
/** ... or so lately, while fewer than `served_few` are fresh. */
export const served_few_s = 24 * 3600;
/** Fresh addresses below which a sample also serves older ones. */
export const served_few = 32;

/**
 * Neighbours an announcement is sent on to. 18 % of 1,000 nodes miss it, most of them with few connections (a sixth of
 * all links is tried): those read it in the `news` of their next samples.
 */
export const announce_fanout = 4;
/** Times it is sent on: 4^7 nodes. */
export const announce_hops_max = 7;
/**
 * Announcements one node sends on: a class that starts at once is flooded through; beyond 360 joins an hour (a network of
 * thousands) each node sends on a part, so that its cost does not grow with the network.
 */
export const spread_rate: Rate = { per_second: 0.1, burst: 128 };

/** A node with fewer peers than that announces itself after this: there may be no more of them. */
export const announce_patience_ms = 30 * second_ms;
/** An address is announced anew. */
export const announce_ms = 7 * 24 * hour_ms;
/** Announcements are remembered for so long, that none is sent on twice ... */
export const announced_kept_ms = hour_ms;
/** ... from whoever passes it on, and for so long from whoever announces it: the last time may have died in a flood. */
export const announced_pause_ms = 10 * minute_ms;
/** So many announcements are remembered. */
export const announced_max = 1_024;

/** News (addresses lately reached or found dead) kept for the neighbours. */
export const news_max = 32;
/** Rumours of death that wait for a feeler. */
export const rumours_max = 64;
/** A rumour about the same address is followed up once in this. */
export const rumour_pause_s = 6 * 3600;
/** Rumours remembered for that. */
export const rumours_remembered_max = 1_024;

/** Addresses learned by gossip per connection, beside what our own requests asked for. */
export const learn_rate: Rate = { per_second: 0.1, burst: 64 };
/** Network ops per connection. */
export const network_ops_rate: Rate = { per_second: 10, burst: 20 };

/** Our own address is asked about again after this, as long as nobody confirmed it. */
export const verify_pause_ms = 10 * minute_ms;
/** Confirmations of our own address from different groups. */
export const confirmations_min = 2;
/** A confirmed own address is asked about anew after this: providers lend addresses, often for a day. */
export const own_address_kept_ms = 24 * hour_ms;
/** Own addresses that wait for confirmations: a node has one or two IPs, the rest are lies about what a peer sees. */
export const own_candidates_max = 8;
/** Addresses remembered under which this node met itself. */
export const own_mirrors_max = 64;

/** Addresses taken from one `peers` answer of a lecture node, drawn at random. */
export const lecture_peers_max = 64;
/** A lecture node on whose list we know fewer living nodes is announced: should half of them die, somebody still holds it. */
export const lecture_holders_min = 8;
/** Pause between two `peers` on one lecture node, +-50 %. */
export const lecture_peers_ms = 30 * minute_ms;
/** Our address is registered with a lecture node once per connection and then again after this. */
export const lecture_register_ms = 24 * hour_ms;

/** How long the command line waits for a connection, and again for an answer, when `--timeout` says nothing. */
export const command_timeout_default_s = 10;

/** Longest answer the command line takes: 10,000 addresses of the longest kind, some times over. */
export const command_answer_bytes_max = 16 * mib;

/** How long the command line waits for a node to answer its close; its work is done by then. */
export const command_close_timeout_ms = 250;

// The peer book in a running node.

/** Stored rows that are taken over at the start: as many as the tables hold. */
export const rows_loaded_max = heard_max + local_max + tried_max + near_max;
/** Rows taken over per event-loop turn: a few milliseconds and little garbage, while clients are answered. */
export const rows_loaded_at_once = 100;
/** How often learned rows are written. A crash loses so much of what was learned, and nothing of what was registered. */
export const write_behind_ms = 5 * second_ms;
/** Rows written then at most: under 10 ms. */
export const rows_written_at_once = 1_000;
/** Stored rows that are looked at then, in turn: 100,000 in 83 minutes, for 1 ms every 5 s. */
export const rows_reviewed_at_once = 100;
/** Learned rows that wait for a store that is full or can't be written: more than all tables hold, 6 MB of memory. */
export const unwritten_rows_max = 16_384;
/** Forgotten rows that wait to be removed from a store that can't be written. */
export const unwritten_removals_max = 100_000;

// The page.

/** Streams of `GET /events` at once: a few tabs of a few people; each costs a snapshot and a descriptor. */
export const event_streams_max = 32;
/** ... of which others than the person at this machine may hold so many. */
export const event_streams_elsewhere_max = 24;
/** Changes are sent to the page this often at most: faster than anybody reads. */
export const change_ms = 250;
/** A comment is sent on an otherwise silent stream, so that nobody on the way takes it for dead. */
export const event_keep_alive_ms = 15 * second_ms;
/** Changes that wait for one slow reader of the stream; then it is dropped and may come again for a snapshot. */
export const changes_unread_max = 40;
/** Rows in one snapshot, or in one change; what is left over comes with the next one. */
export const peers_shown_max = 500;
/** Changed rows that wait for a change; of more the oldest are left out. */
export const peers_changed_max = 4_096;
/** Rows whose state is counted for the page: under a millisecond of each second, however long the book is. */
export const rows_counted_per_second = 20_000;
/** Events that a new page is told. */
export const events_kept_max = 200;
/** Events in one change at most: a flood of news is unreadable anyway. */
export const events_in_change_max = 100;
/** Passing messages in one change: enough for a picture. */
export const traffic_in_change_max = 100;
/** Addresses one peer served that are remembered for the picture. */
export const neighbours_known_max = 24;
/** Addresses whose teller, agent and round trip are remembered for the page. */
export const peer_notes_max = 1_024;
/** Longest body of a control: an address and a number. */
export const control_bytes_max = 2 * kib;
