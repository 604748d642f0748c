/** The picture's part that is loaded when there is more to see than a few nodes: the board, and making the graph larger. */
export { BoardView } from "./board_view.ts";
export { Zoom } from "./zoom.ts";
