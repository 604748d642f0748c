/** The list of attacks by load. */
import type { Attack } from "./attack.ts";
import { come_and_go } from "./come_and_go.ts";
import { costly_register } from "./costly_register.ts";
import { dripped_header } from "./dripped_header.ts";
import { empty_fragments } from "./empty_fragments.ts";
import {
  endless_fragments,
  moving_fragments,
  patient_fragments,
  slow_fragments,
} from "./endless_fragments.ts";
import { half_header } from "./half_header.ts";
import { http_bodies } from "./http_bodies.ts";
import { http_flood } from "./http_flood.ts";
import { id_array } from "./id_array.ts";
import { idle_keep_alive } from "./idle_keep_alive.ts";
import { idle_tcp } from "./idle_tcp.ts";
import { idle_tcp_again } from "./idle_tcp_again.ts";
import { lan_register } from "./lan_register.ts";
import { op_array } from "./op_array.ts";
import { peers_loop } from "./peers_loop.ts";
import { ping_flood } from "./ping_flood.ts";
import { reset_upgrades } from "./reset_upgrades.ts";
import { time_flood } from "./time_flood.ts";
import { unfinished_many_ips } from "./unfinished_many_ips.ts";
import { unfinished_messages } from "./unfinished_messages.ts";
import { unread_http } from "./unread_http.ts";
import { unread_peers } from "./unread_peers.ts";
import { unread_registers } from "./unread_registers.ts";
import { upgrade_flood } from "./upgrade_flood.ts";

/** All of them, in the order of the table. */
export const attacks: readonly Attack[] = [
  idle_tcp,
  idle_tcp_again,
  half_header,
  dripped_header,
  unread_http,
  idle_keep_alive,
  endless_fragments,
  moving_fragments,
  slow_fragments,
  patient_fragments,
  unfinished_messages,
  unfinished_many_ips,
  unread_registers,
  unread_peers,
  reset_upgrades,
  ...costly_register,
  lan_register,
  op_array,
  id_array,
  time_flood,
  come_and_go,
  ping_flood,
  empty_fragments,
  peers_loop,
  upgrade_flood,
  http_flood,
  http_bodies,
];
