/** The bounds of an attack. */

/** Where an attack stops by itself, whatever the node does. */
export interface Bounds {
  readonly seconds_max: number;
  readonly connections_max: number;
  readonly sent_mib_max: number;
}
