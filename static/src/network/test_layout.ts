/** A layout for tests. */
import { mock } from "node:test";
import { Layout } from "./layout.ts";

/** Without a timer: d3 begins each simulation with one, although it is stopped at once. */
export function newLayout(): Layout {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  try {
    return new Layout();
  } finally {
    mock.timers.reset();
  }
}
