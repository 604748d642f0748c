/** The headers that tell a browser what the page may do. */
import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

type Options = NonNullable<Parameters<typeof secureHeaders>[0]>;

const always: Options = {
  // A node mostly speaks plain http. HSTS would lock browsers out of every plain port of this host.
  strictTransportSecurity: false,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    workerSrc: ["'self'"],
    styleSrc: ["'self'"],
    fontSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'", "ws:", "wss:"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

const trusted = secureHeaders(always);

/** Without headers that a browser ignores on an untrusted origin: it would complain in its console. */
const distrusted = secureHeaders({
  ...always,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
});

/** Sets the headers. A browser sends `Sec-Fetch-Site` only to an origin that it trusts: https, or this machine. */
export const pageHeaders: MiddlewareHandler = (c, next) =>
  (c.req.header("sec-fetch-site") === undefined ? distrusted : trusted)(c, next);
