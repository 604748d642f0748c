/**
 * Limits of the protocol: pages of `peers`, dialling, connections, keep-alive, gossip. Each has its reason; units end its
 * name. Those of addresses and of the book stand in their folders and are handed on here.
 */
import { hour_ms, minute_ms, second_ms } from "./units.ts";
import type { Rate } from "./bucket.ts";

export * from "./address/limits.ts";
export * from "./book/limits.ts";

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
 * Ignored texts that one answer of `register` lists with their reason. Of others it tells the number. A reason is
 * longer than the text it is about: each `"a"` of a list came back as 60 bytes. So the answer is at most 10 KB longer than the
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
 * Dials under way at which the operator's next one is refused. Below that an order never waits.
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
 * Longest block. Tomorrow nobody remembers what was cut today.
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
 * Dial-backs for `verify` under way at once. The asker waits for them, but the file descriptors are this node's.
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
 * IPs of which the dials are remembered: a day of feelers twice over. The oldest are forgotten.
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
 * How long the slots of this node leave a full node alone.
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
 * A failed dial counts if another peer is heard of within this. Every open connection speaks once a minute.
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
 * Connections to lecture nodes beside the outbound slots: they never dial, so other nodes must hold them.
 *
 * Against: lecture nodes, which anybody can start, that take the places of nodes of the network.
 */
export const lecture_links_max = 6;

/**
 * After this a lecture node may have to leave for another one, so that those found last are held as well.
 *
 * Against: some lecture nodes that keep the places from the others.
 */
export const lecture_kept_ms = 10 * minute_ms;

/**
 * One that no peer tells of is kept longer: perhaps nobody else holds it. It is not kept for ever: anybody can
 * start such a node.
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
 * Inbound peers that said hello: eight times the average, so a popular seed stays open for a while.
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
 * A full node closes an overflow peer after this, if it has not asked everything before.
 *
 * Against: peers that stay at a full node without a place.
 */
export const overflow_ms = 10 * second_ms;

/**
 * ... and so long after its sample was answered. One that wants to be dialled back has longer.
 *
 * Against: The same, after they were served.
 */
export const overflow_linger_ms = 1 * second_ms;

/**
 * One address is tested for this node's own knowledge this often.
 *
 * Against: a book full of addresses nobody has tested.
 */
export const feeler_ms = minute_ms;

/**
 * An address that was unreachable for an hour is back: for so long feelers try failed rows first, since a cut may
 * have healed.
 *
 * Against: a cut that heals slowly. A peer that comes back on purpose gains only probes of what failed.
 */
export const healing_ms = 10 * minute_ms;

/**
 * A feeler spends no dial on an address that was reached within this.
 *
 * Against: tests spent on what was just reached.
 */
export const feeler_recent_s = 30 * 60;

/**
 * Seeds and old good peers that were not reached for an hour are redialled one per this, round robin, forever.
 *
 * Against: a node that was cut off and stays so: it tries for ever, but slowly.
 */
export const redial_ms = 5 * minute_ms;

/**
 * Good peers remembered for that, whatever happens to the book.
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
 * Characters (code points) of the name that a node gives itself. A tile of the class board shows that many.
 *
 * Against: a name that pushes everything else off a page.
 */
export const node_name_characters_max = 40;

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
 * An inbound peer whose sample is overdue is asked.
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
 * `sample` serves addresses reached within this ...
 *
 * Against: an address that is served long after its node died.
 */
export const served_s = 3600;

/**
 * ... or within this, where the fresh ones are too few for a whole answer.
 *
 * Against: a small network that falls silent for a while and then can't tell anybody anything.
 */
export const served_few_s = 24 * 3600;

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
 * Announcements one node sends on: a class that starts at once is flooded through; beyond 300 joins an hour
 * (a network of thousands) each node sends on a part, so that its cost does not grow with the network.
 *
 * Against: announcements of thousands of nodes, or invented ones, that each node would multiply.
 */
export const spread_rate: Rate = { per_second: 1 / 12, burst: 128 };

/**
 * A node with fewer peers than that announces itself after this: there may be no more of them.
 *
 * Against: a start at which the node tells its address to the first peer only.
 */
export const announce_patience_ms = 30 * second_ms;

/**
 * An announcement that no peer has read is sent again after this, then after twice as long, and so on: those that were
 * told had no place for this node. They are gone by then, and others may have come.
 *
 * Against: full entry points, which refuse announcements: a node whose first peers they were was announced to nobody.
 */
export const announce_again_ms = 5 * second_ms;

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
 * ... for one that was passed on. One that comes from the node itself is heard again sooner: the first wave may
 * have died in a flood.
 *
 * Against: The same by a node that announces itself again and again.
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
 * Addresses that wait for a feeler, because somebody told that they are dead or live again.
 *
 * Against: memory filled by what peers tell.
 */
export const probes_waiting_max = 64;

/**
 * What is told of one address buys one probe in this.
 *
 * Against: a peer that says again and again that an address is dead.
 */
export const probe_pause_s = 6 * 3600;

/**
 * Probed addresses remembered for that.
 *
 * Against: memory filled by the list of what was probed.
 */
export const probes_remembered_max = 1_024;

/**
 * Addresses learned by gossip per connection, beside what this node asked for.
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
 * The own address is asked about again after this, as long as nobody confirmed it.
 *
 * Against: peers that are asked to dial back without end.
 */
export const verify_pause_ms = 10 * minute_ms;

/**
 * Confirmations of the own address from different groups.
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
 * Loopback addresses with this node's own port that are dialled at once when they are registered; others wait for their
 * turn. A person registers two or three: `localhost`, `127.0.0.1`, `[::1]`.
 *
 * Against: a program on this machine that registers all 16 million loopback addresses.
 */
export const own_tests_max = 16;

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
 * A lecture node is announced while fewer living nodes are known on its list: should half of them die, somebody
 * still holds it.
 *
 * Against: lecture nodes that nobody finds any more once the few nodes that held them are gone.
 */
export const lecture_holders_min = 8;

/**
 * Hops that the announcement of a lecture node is taken to have behind it: 4 + 16 + 64 nodes hear of it, and eight
 * holders are enough.
 *
 * Against: a third of a network of lecture nodes whose announcements use up what nodes send on. A newcomer's own died
 * out among them.
 */
export const lecture_announce_hops = 5;

/**
 * Pause between two `peers` on one lecture node, +-50 %.
 *
 * Against: The same: it is not read often.
 */
export const lecture_peers_ms = 30 * minute_ms;

/**
 * The own address is registered with a lecture node once per connection and then again after this.
 *
 * Against: a lecture node that is told an address without end.
 */
export const lecture_register_ms = 24 * hour_ms;
