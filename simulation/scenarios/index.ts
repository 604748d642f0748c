/** The list of scenarios. To add one: write its file and put it into this list. */
import type { Scenario } from "../scenario.ts";
import { announcements } from "./announcements.ts";
import { campus } from "./campus.ts";
import { churn } from "./churn.ts";
import { coldStart } from "./cold_start.ts";
import { deadNeighbour } from "./dead_neighbour.ts";
import { eclipse } from "./eclipse.ts";
import { entryPoints } from "./entry_points.ts";
import { idleCost } from "./idle_cost.ts";
import { massDeath } from "./mass_death.ts";
import { mixedLecture } from "./mixed_lecture.ts";
import { partition } from "./partition.ts";
import { poison } from "./poison.ts";
import { reflection } from "./reflection.ts";
import { scale } from "./scale.ts";

/** Scenario by name. */
export const scenarios: ReadonlyMap<string, Scenario> = new Map(
  [
    coldStart,
    massDeath,
    partition,
    deadNeighbour,
    poison,
    eclipse,
    reflection,
    idleCost,
    churn,
    mixedLecture,
    campus,
    scale,
    entryPoints,
    announcements,
  ].map((scenario) => [scenario.name, scenario]),
);
