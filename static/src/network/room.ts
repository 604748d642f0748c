/** How much room each node of the graph has. What fits into it is said by `crowding.ts`, which comes with the extras. */
import type { Size } from "./geometry.ts";
import type { Place } from "./layout.ts";

/** Room of each node, in pixels. */
export interface Room {
  /** Radius of a circle. */
  readonly radius: number;
  /** Width of a name; 0 where it is too little for any, Infinity where it need not be cut. */
  readonly name: number;
}

/** What stands at a node. */
export interface Name {
  readonly words: string;
  /** An address tells more at its end. */
  readonly is_address: boolean;
}

/** Up to so many nodes stand far apart by themselves: names are whole. */
export const roomy_max = 24;

/** The room of a few nodes. A target for a finger needs 24 pixels. */
export const roomy: Room = { radius: 13, name: Infinity };

/** What many nodes need. */
export interface Crowding {
  /**
   * The room of each.
   *
   * @param apart Least distance between two nodes, as a share of the picture's half width and half height.
   * @param scale How much larger the picture is shown.
   */
  roomFor(apart: number, size: Size, scale: number): Room;
  /** A name, cut to its room. */
  cutName(name: Name, room_px: number): string;
  /** Moves nodes a little, so that none covers the name of another. */
  standApart(
    places: ReadonlyMap<string, Place>,
    nameOf: (id: string) => Name,
    room: Room,
    size: Size,
  ): ReadonlyMap<string, Place>;
}
