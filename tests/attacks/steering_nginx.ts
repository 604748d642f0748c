/** A proxy that hides all signs of itself: the node sees a caller from 127.0.0.1 with a local Host. */
import { join } from "node:path";
import { steer } from "./kit/steer.ts";
import { steerOutcome } from "./kit/steer_outcome.ts";
import { freePort } from "../test_place.ts";
import { hasProgram, Service } from "./kit/service.ts";
import { trial } from "./trial.ts";

/** The trial `steering-nginx`. */
export const steering_nginx = trial({
  name: "steering-nginx",
  tries: "steers through nginx with a bare `proxy_pass`, from a public site",
  missing: () => hasProgram("nginx") ? undefined : "nginx is not installed",
  async run(lab) {
    // nginx passes on what fills its buffer: a node with some peers has so much to tell.
    const node = await lab.start({ network: true, stored: 500 });
    const port = freePort();
    const config = join(lab.folder, "nginx.conf");
    await Deno.writeTextFile(
      config,
      `daemon off; master_process off; pid ${lab.folder}/nginx.pid; error_log ${lab.folder}/nginx.log;
events {}
http {
  access_log off; client_body_temp_path ${lab.folder}/body; proxy_temp_path ${lab.folder}/proxy;
  fastcgi_temp_path ${lab.folder}/fastcgi; uwsgi_temp_path ${lab.folder}/uwsgi; scgi_temp_path ${lab.folder}/scgi;
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${node.port}; } }
}
`,
    );
    lab.use(await Service.start("nginx", ["-c", config, "-p", lab.folder], port));
    return await steerOutcome(node, { "bare proxy_pass": await steer(port) });
  },
});
