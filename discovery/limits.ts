/** Limits of the protocol: the peer book, dialling, keep-alive, gossip. Each has its reason; units end its name. */
import { hour_ms, minute_ms, second_ms } from "./units.ts";
import type { Rate } from "./bucket.ts";

/**
 * A public IPv6 /48 may do so many times what one /64 of it may: a site with some networks, not 65,536 of them.
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

/**
 * Rows in the store when `--peers-max` says nothing: what a class room or a test may register.
 *
 * Against: registers without end: the disk fills and `peers` becomes slow. Status 503.
 */
export const peers_default_max = 100_000;

/**
 * Addresses in one `peers` answer when the caller names no limit: about 30 KB, half a public message.
 *
 * Against: a short request that causes a very long answer.
 */
export const peers_page_default = 1_000;

/**
 * Addresses in one `peers` answer at most: about 300 KB, which fits the message limit of a local caller.
 *
 * Against: The same, when a longer page is asked for.
 */
export const peers_page_max = 10_000;

/**
 * Ignored texts that one answer of `register` lists with their reason; of others it tells the number. A reason is
 * longer than what it is about: each `"a"` of a list came back as 60 bytes. So the answer is at most 10 KB longer than the
 * request.
 *
 * Against: 64 KiB of one-letter addresses with `detail`, which got an answer of 974 KB each.
 */
export const ignored_listed_max = 100;

/**
 * How far `last_heard_ms` of a stored address moves before it is written: a tracker registers the same list
 * every 30 s, and each write waits for the disk.
 *
 * Against: a client that registers the same list again and again: each time would wait for the disk.
 */
export const heard_again_ms = minute_ms;

// The peer book (docs/protocol.md).

/**
 * Rows heard from public sources: a full view of about 1,000 nodes four times over, under 4 MB of memory.
 *
 * Against: poison: invented addresses without end.
 */
export const heard_max = 4_096;

/**
 * Heard rows that one source group may have told: 16 liars are needed to fill the table, whatever they send.
 *
 * Against: one liar that fills the table. It takes 16 of them in 16 networks, and others push them out
 * again.
 */
export const heard_per_source_group_max = 256;

/**
 * Heard rows inside one address group: a liar who owns a /16 gains no more by inventing hosts in it.
 *
 * Against: a /16 full of invented hosts that is drawn more often than others.
 */
export const heard_per_group_max = 16;

/**
 * Unreached rows in memory that loopback and private sources told: a few class rooms. Those beyond stay in
 * the store and take turns; 100,000 of them in memory cost a node 28 MB more.
 *
 * Against: a computer of the class room that registers 100,000 addresses: they are stored, not held in
 * memory.
 */
export const local_max = 4_096;

/**
 * Public addresses that answered us: enough for months of restarts, small enough to be refreshed by feelers.
 *
 * Against: machines that do answer, put up in masses to take over the book.
 */
export const tried_max = 1_024;

/**
 * Private and loopback addresses that answered us, in memory: every computer of a large site.
 *
 * Against: The same, with addresses of its own that answer.
 */
export const near_max = 1_024;

/**
 * Reached addresses on one IP: some ports of one machine, not a thousand identities of it.
 *
 * Against: one machine with a thousand ports.
 */
export const tried_per_ip_max = 4;

/**
 * Reached addresses in one group once the table is half full: 32 groups are needed to take it over.
 *
 * Against: one network with a thousand machines.
 */
export const tried_per_group_max = 32;

/**
 * Newcomers that wait until the incumbent they would displace was tested.
 *
 * Against: newcomers that push honest addresses out: the one in the way is tested first, and no more than so
 * many wait.
 */
export const pending_evictions_max = 10;

/**
 * Window of the exponential mean of reliability: one working day, so last week's fame does not count.
 *
 * Against: an address that lives on last week's fame.
 */
export const reliability_window_s = 8 * 3600;

/**
 * `good`: reached this often ...
 *
 * Against: an address that answers once to become `good`, and so a friend that is redialled for ever ...
 */
export const good_successes_min = 3;

/**
 * ... over at least this long ...
 *
 * Against: ... or some times within a minute ...
 */
export const good_span_s = 3600;

/**
 * ... and alive this share of the time.
 *
 * Against: ... or seldom.
 */
export const good_reliability_min = 0.7;

/**
 * Failures in a row that make an address stale; one or two happen to everybody.
 *
 * Against: a short loss that would make a living address stale.
 */
export const stale_failures = 3;

/**
 * A never reached address nobody spoke of for so long is forgotten.
 *
 * Against: invented addresses that stay for ever.
 */
export const forget_unreached_s = 24 * 3600;

/**
 * A reached address is forgotten after this many failures in a row ...
 *
 * Against: a cut of the network that makes everybody forget the other half ...
 */
export const forget_failures_min = 10;

/**
 * ... if also so long without success: a student's laptop comes back after a week-end.
 *
 * Against: ... or a week-end.
 */
export const forget_reached_s = 7 * 24 * 3600;

/**
 * Ticks of one node are at least so far apart: nothing in discovery is more urgent.
 *
 * Against: many small events that make the node do nothing but look what is due.
 */
export const tick_min_ms = 50;

/**
 * How often the book forgets, renews its anchors and announces: these rules count in hours.
 *
 * Against: the search for what to forget costs time; a liar can't cause it.
 */
export const sweep_ms = 10 * minute_ms;

// Dialling (docs/protocol.md).

/**
 * First pause after a failed dial; doubles with each failure, +-50 % so that nodes do not dial in step.
 *
 * Against: a dead address that is dialled again and again ...
 */
export const backoff_min_s = 30;

/**
 * Longest pause: a dead address costs one dial an hour at most, and a healed one is found within the hour.
 *
 * Against: ... and one that came back and is not noticed.
 */
export const backoff_max_s = 3600;

/**
 * A dial that took longer has failed; the host enforces it. Six seconds outlast four lost packets.
 *
 * Against: an address that swallows the dial, sends a byte now and then, or has a name server that never
 * answers.
 */
export const dial_timeout_ms = 6 * second_ms;

/**
 * Dials under way at once: a burst of dead addresses delays the living by seconds, a router notices nothing.
 *
 * Against: a burst of dead addresses that fills the router's tables.
 */
export const dials_at_once_max = 4;

/**
 * The same when the operator asks for one more: his wait for nobody, and a page that repeats them opens no
 * more.
 *
 * Against: a page that asks for dial after dial.
 */
export const operator_dials_at_once_max = 8;

/**
 * Addresses that the operator may block at once: a person's experiments, and a page that goes wild stays
 * bounded.
 *
 * Against: a page that blocks without end.
 */
export const blocks_max = 64;

/**
 * Longest block: nobody remembers tomorrow what was cut today.
 *
 * Against: a block that is forgotten and keeps a peer away for ever.
 */
export const block_max_s = 24 * 3600;

/**
 * Dials for outbound slots. Time-outs alone would allow 80 a second where everything refuses at once: a node
 * that was told only nonsense would look like a port scanner, and its resolver would be flooded.
 *
 * Against: nonsense addresses that refuse at once: the node would look like a port scanner.
 */
export const slot_dial_rate: Rate = { per_second: 2, burst: 20 };

/**
 * Dial-backs for `verify` under way at once: they cost the asker, not us, but file descriptors are ours.
 *
 * Against: askers of `verify` that use up the descriptors.
 */
export const verifies_at_once_max = 16;

/**
 * Pause between two dials of one public IP, on any port.
 *
 * Against: reflection: many ports or names of one victim, one after the other.
 */
export const ip_dial_pause_s = 60;

/**
 * Dials of one public IP in an hour: what a victim sees of one node, however often its name is told.
 *
 * Against: The same, over hours.
 */
export const ip_dials_per_hour_max = 6;

/**
 * An IP never reached is dialled a second time after this +-50 % (so that victims see no wave), then no more
 * ...
 *
 * Against: The same: an IP that never answered is dialled a second time only then, at a random moment, so
 * that there is no wave.
 */
export const unreached_ip_pause_s = 6 * 3600;

/**
 * ... until so long after the first dial.
 *
 * Against: The same: and not a third time before a day has passed.
 */
export const unreached_ip_memory_s = 24 * 3600;

/**
 * IPs whose dials are remembered: a day of feelers twice over; the oldest are forgotten.
 *
 * Against: memory filled by the list of dialled IPs.
 */
export const ip_memory_max = 4_096;

/**
 * How long an address with another `net` is left alone.
 *
 * Against: nodes of another network that are dialled without end.
 */
export const other_net_pause_s = 24 * 3600;

/**
 * How long a full node is left alone by our slots.
 *
 * Against: a popular node that is dialled by everybody without end.
 */
export const full_node_pause_s = 10 * 60;

/**
 * The same for a node that knows hardly anybody else: each visit tells it more.
 *
 * Against: a node that knows only full ones and would stay alone for so long.
 */
export const full_node_short_pause_s = 20;

/**
 * A failed dial counts if another peer is heard of within this: every open connection speaks once a minute.
 *
 * Against: a cut cable that makes a node count everybody dead.
 */
export const proof_ms = minute_ms;

/**
 * Failures that wait for that proof.
 *
 * Against: memory filled by failures that wait for that proof.
 */
export const unproven_max = 64;

// Connections.

/**
 * Outbound connections: a random graph of this degree stays in one piece when half of it dies.
 *
 * Against: neighbours that are cut off one by one: a random graph of this degree stays in one piece.
 */
export const outbound_default = 8;

/**
 * ... and as many as a person may ask for: more would only use up the places of others.
 *
 * Against: a node that takes up the places of everybody else.
 */
export const outbound_max = 64;

/**
 * Outbound slots for the anchors of the last run: an attacker must outlive a restart.
 *
 * Against: eclipse by restart: an attacker must outlive it.
 */
export const anchors_max = 2;

/**
 * Outbound slots for the oldest acquaintances: hard to fake, since time can't be bought.
 *
 * Against: eclipse: old acquaintances can't be made up later.
 */
export const oldest_max = 3;

/**
 * Connections to lecture nodes beside the outbound slots: they never dial, so somebody must hold them.
 *
 * Against: lecture nodes, which anybody can start, that take the places of nodes of the network.
 */
export const lecture_links_max = 6;

/**
 * After this one makes way for another lecture node, so that those found last are held as well.
 *
 * Against: some lecture nodes that keep the places from the others.
 */
export const lecture_kept_ms = 10 * minute_ms;

/**
 * One that no peer tells of is kept longer, perhaps nobody else holds it; not for ever, anybody can start
 * such a node.
 *
 * Against: The same by nodes that nobody tells of, which are kept longer: perhaps nobody else holds them.
 */
export const lecture_kept_max_ms = 2 * hour_ms;

/**
 * Slots beside for addresses that came back from the dead: they join the halves of a partition.
 *
 * Against: addresses that pretend to have come back from the dead to get a place.
 */
export const extra_links_max = 2;

/**
 * How long such a connection is kept.
 *
 * Against: The same: they lose it again.
 */
export const extra_kept_ms = hour_ms;

/**
 * Peers that said hello to us: eight times the average, so a popular seed stays open for a while.
 *
 * Against: peers without end: each costs memory and messages.
 */
export const inbound_max = 64;

/**
 * Hello-peers from one public IP: a few students behind one NAT.
 *
 * Against: one machine that takes all inbound places.
 */
export const inbound_per_ip_max = 4;

/**
 * Inbound peers with the lowest latency that eviction spares: hard to fake from afar.
 *
 * Against: The same, from afar.
 */
export const protected_latency = 8;

/**
 * Inbound peers of greatest age that eviction spares.
 *
 * Against: an attacker that takes every inbound place with new connections.
 */
export const protected_age = 16;

/**
 * A full node lets go of a visitor after this, if it did not ask everything before.
 *
 * Against: visitors of a full node that do not go.
 */
export const overflow_ms = 10 * second_ms;

/**
 * ... and so long after its sample was answered, unless it wants to be dialled back as well.
 *
 * Against: The same, after they were served.
 */
export const overflow_linger_ms = 1 * second_ms;

/**
 * Test one address for our own knowledge this often ...
 *
 * Against: a book full of addresses nobody has tested.
 */
export const feeler_ms = minute_ms;

/**
 * ... and this often while fewer than `few_tried` addresses were reached.
 *
 * Against: The same, for a node that knows few.
 */
export const feeler_eager_ms = 30 * second_ms;

/**
 * For so long after the return of one that was unreachable for an hour, feelers try failed rows first: a cut
 * has healed.
 *
 * Against: a cut that heals slowly. Whoever comes back on purpose gains only probes of what failed.
 */
export const healing_ms = 10 * minute_ms;

/**
 * Reached addresses below which the node looks for more eagerly.
 *
 * Against: a new node in the hands of the one that told it everything: it looks for others more eagerly.
 */
export const few_tried = 64;

/**
 * A feeler spends no dial on what was reached so lately.
 *
 * Against: tests spent on what was just reached.
 */
export const feeler_recent_s = 30 * 60;

/**
 * Seeds and old friends that were not reached for an hour are redialled one per this, round robin, forever.
 *
 * Against: a node that was cut off and stays so: it tries for ever, but slowly.
 */
export const redial_ms = 5 * minute_ms;

/**
 * Old friends remembered for that, whatever happens to the book.
 *
 * Against: The same list filled with an attacker's nodes without end.
 */
export const reconnects_max = 64;

/**
 * How long slots that found nothing to dial wait before they look again.
 *
 * Against: a book without anybody to dial that is searched without end.
 */
export const slot_pause_ms = 2 * second_ms;

// Keep-alive.

/**
 * `hello` unanswered for so long: the other end may be a lecture node that only drops odd input.
 *
 * Against: a node that accepts and then says nothing.
 */
export const hello_timeout_ms = 5 * second_ms;

/**
 * `sample` is exchange and keep-alive in one; the dialling side asks.
 *
 * Against: traffic that grows with each connection: one exchange a minute, which is the keep-alive as well.
 */
export const sample_ms = minute_ms;

/**
 * An inbound peer whose sample is overdue is asked by us.
 *
 * Against: a peer that holds a place and has gone.
 */
export const inbound_silence_ms = 66 * second_ms;

/**
 * Lecture nodes are pinged. An op would run the student's own program.
 *
 * Against: a lecture node that holds a place and has gone.
 */
export const lecture_ping_ms = 120 * second_ms;

/**
 * A keep-alive without answer for so long is missed. Loss of 5 % delays that far once in 10^8 messages.
 *
 * Against: a neighbour that died without a word.
 */
export const keep_alive_timeout_ms = 10 * second_ms;

/**
 * Missed keep-alives that mean death.
 *
 * Against: one slow answer that would count as death.
 */
export const keep_alives_missed_max = 2;

// Gossip.

/**
 * Addresses one `sample` asks for and answers at most.
 *
 * Against: a `sample` that asks for very many addresses.
 */
export const sample_want_max = 16;

/**
 * Addresses one `sample` gives at most.
 *
 * Against: a `sample` that tells very many invented addresses.
 */
export const sample_give_max = 8;

/**
 * Deaths one `sample` reports at most.
 *
 * Against: a `sample` that slanders very many addresses.
 */
export const sample_gone_max = 8;

/**
 * Announcements one `sample` answer passes on at most.
 *
 * Against: an answer to `sample` that tells very many invented addresses.
 */
export const sample_news_max = 8;

/**
 * `sample` serves what was reached so lately ...
 *
 * Against: an address that is served long after its node died.
 */
export const served_s = 3600;

/**
 * ... or so lately, while fewer than `served_few` are fresh.
 *
 * Against: a small network that falls silent for a while and then can't tell anybody anything.
 */
export const served_few_s = 24 * 3600;

/**
 * Fresh addresses below which a sample also serves older ones.
 *
 * Against: The same: older addresses are served only while there are fewer fresh ones.
 */
export const served_few = 32;

/**
 * Neighbours an announcement is sent on to. 18 % of 1,000 nodes miss it, most of them with few connections
 * (a sixth of all links is tried): those read it in the `news` of their next samples.
 *
 * Against: an announcement that multiplies.
 */
export const announce_fanout = 4;

/**
 * Times it is sent on: 4^7 nodes.
 *
 * Against: an announcement that travels for ever.
 */
export const announce_hops_max = 7;

/**
 * Announcements one node sends on: a class that starts at once is flooded through; beyond 360 joins an hour
 * (a network of thousands) each node sends on a part, so that its cost does not grow with the network.
 *
 * Against: announcements of thousands of nodes, or invented ones, that each node would multiply.
 */
export const spread_rate: Rate = { per_second: 0.1, burst: 128 };

/**
 * A node with fewer peers than that announces itself after this: there may be no more of them.
 *
 * Against: a start at which the node tells its address to the first peer only.
 */
export const announce_patience_ms = 30 * second_ms;

/**
 * An address is announced anew.
 *
 * Against: nodes that announce themselves without end.
 */
export const announce_ms = 7 * 24 * hour_ms;

/**
 * Announcements are remembered for so long, that none is sent on twice ...
 *
 * Against: an announcement that goes round in circles.
 */
export const announced_kept_ms = hour_ms;

/**
 * ... from whoever passes it on, and for so long from whoever announces it: the last time may have died in a
 * flood.
 *
 * Against: The same from whoever announces an address again and again.
 */
export const announced_pause_ms = 10 * minute_ms;

/**
 * So many announcements are remembered.
 *
 * Against: memory filled by announcements.
 */
export const announced_max = 1_024;

/**
 * News (addresses lately reached or found dead) kept for the neighbours.
 *
 * Against: memory filled by news for the neighbours.
 */
export const news_max = 32;

/**
 * ProbeQueue of death that wait for a feeler.
 *
 * Against: memory filled by rumours.
 */
export const probes_waiting_max = 64;

/**
 * A rumour about the same address is followed up once in this.
 *
 * Against: a rumour of death told again and again: one probe only.
 */
export const probe_pause_s = 6 * 3600;

/**
 * ProbeQueue remembered for that.
 *
 * Against: memory filled by the list of rumours followed.
 */
export const probes_remembered_max = 1_024;

/**
 * Addresses learned by gossip per connection, beside what our own requests asked for.
 *
 * Against: a peer that tells invented addresses without end.
 */
export const learn_rate: Rate = { per_second: 0.1, burst: 64 };

/**
 * Network ops per connection.
 *
 * Against: a peer that asks for samples or dial-backs without end. Status 429.
 */
export const network_ops_rate: Rate = { per_second: 10, burst: 20 };

/**
 * Our own address is asked about again after this, as long as nobody confirmed it.
 *
 * Against: peers that are asked to dial back without end.
 */
export const verify_pause_ms = 10 * minute_ms;

/**
 * Confirmations of our own address from different groups.
 *
 * Against: a liar that tells a node a wrong own address.
 */
export const confirmations_min = 2;

/**
 * A confirmed own address is asked about anew after this: providers lend addresses, often for a day.
 *
 * Against: a wrong or outdated own address that stays for ever.
 */
export const own_address_kept_ms = 24 * hour_ms;

/**
 * Own addresses that wait for confirmations: a node has one or two IPs, the rest are lies about what a peer
 * sees.
 *
 * Against: memory filled by lies about the IP under which a node is seen.
 */
export const own_candidates_max = 8;

/**
 * Addresses remembered under which this node met itself.
 *
 * Against: memory filled by addresses that lead a node back to itself.
 */
export const own_mirrors_max = 64;

/**
 * Addresses taken from one `peers` answer of a lecture node, drawn at random.
 *
 * Against: a lecture node whose list is full of invented addresses.
 */
export const lecture_peers_max = 64;

/**
 * A lecture node on whose list we know fewer living nodes is announced: should half of them die, somebody
 * still holds it.
 *
 * Against: lecture nodes that nobody finds when those who held them died: what few hold is announced.
 */
export const lecture_holders_min = 8;

/**
 * Pause between two `peers` on one lecture node, +-50 %.
 *
 * Against: The same: it is not read often.
 */
export const lecture_peers_ms = 30 * minute_ms;

/**
 * Our address is registered with a lecture node once per connection and then again after this.
 *
 * Against: a lecture node that is told our address without end.
 */
export const lecture_register_ms = 24 * hour_ms;
