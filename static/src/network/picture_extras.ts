/** The picture's part that is loaded when there is more to see than a few nodes: the board, room for names in a crowd, and making the graph larger. */
export { BoardView } from "./board_view.ts";
export { crowding } from "./crowding.ts";
export { Zoom } from "./zoom.ts";
