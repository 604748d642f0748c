/** Another user of the same computer: from loopback, with a browser's headers, but without the link. */
import { steer } from "./kit/steer.ts";
import { steerOutcome } from "./kit/steer_outcome.ts";
import { trial } from "./trial.ts";

/** The trial `steering-neighbour`. */
export const steering_neighbour = trial({
  name: "steering-neighbour",
  tries: "steers from another user's browser on the same computer, without the link",
  async run(lab) {
    const node = await lab.start({ network: true });
    return await steerOutcome(node, {
      "localhost": await steer(node.port, {
        Host: `localhost:${node.port}`,
        "Sec-Fetch-Site": "same-origin",
      }),
    });
  },
});
