/** The example ops in the program, for people who have only the executable. */
import blocks from "../examples/blocks.js" with { type: "text" };
import merge from "../examples/merge.js" with { type: "text" };
import pool from "../examples/pool.js" with { type: "text" };
import tracker from "../examples/tracker.js" with { type: "text" };

/** Text by the op's name. */
export const op_examples: ReadonlyMap<string, string> = new Map([
  ["tracker", tracker],
  ["pool", pool],
  ["merge", merge],
  ["blocks", blocks],
]);
