/** The list of trials. */
import { false_hosts } from "./false_hosts.ts";
import { ipv6_addresses } from "./ipv6_addresses.ts";
import { lost_database } from "./lost_database.ts";
import { planted_module } from "./planted_module.ts";
import { proxy_marks } from "./proxy_marks.ts";
import { steering_neighbour } from "./steering_neighbour.ts";
import { steering_nginx } from "./steering_nginx.ts";
import { steering_tunnel } from "./steering_tunnel.ts";
import { unread_log } from "./unread_log.ts";
import type { Trial } from "./trial.ts";

/** All of them, in the order of the table. */
export const trials: readonly Trial[] = [
  steering_nginx,
  steering_tunnel,
  steering_neighbour,
  false_hosts,
  proxy_marks,
  ipv6_addresses,
  unread_log,
  lost_database,
  planted_module,
];
