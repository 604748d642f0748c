/**
 * The picture's part that is loaded when there is more to see than a few nodes, or one is chosen: the board, room for names
 * in a crowd, making the graph larger, and what there is to say about one node.
 */
export { BoardView } from "./board_view.ts";
export { ExplanationView } from "./explanation_view.ts";
export { crowding } from "./crowding.ts";
export { Zoom } from "./zoom.ts";
