/** The state of a connection, as data; `state_words.ts` has the words. */

/** Why a connection ended or never came about. A browser reports every failure, and every loss, alike. */
export type Cause =
  /** What was typed is no address. */
  | { readonly kind: "not_an_address" }
  /** The browser refuses to open it. */
  | { readonly kind: "forbidden" }
  /** It never opened. */
  | { readonly kind: "unreachable" }
  /** It ended without a close frame. */
  | { readonly kind: "dropped" }
  /** The node closed it, with a code of RFC 6455, section 7.4.1. */
  | { readonly kind: "closed"; readonly code: number; readonly reason: string };

/** The state of {@linkcode Connection}. */
export type State =
  /** Nothing was tried yet. */
  | { readonly kind: "idle" }
  /** `slow`: it takes so long that the person is told why. */
  | { readonly kind: "connecting"; readonly url: string; readonly slow: boolean }
  | { readonly kind: "open"; readonly url: string }
  /** Lost; it is tried again at that time. */
  | { readonly kind: "waiting"; readonly url: string; readonly cause: Cause; readonly retry_at_ms: number }
  /** The person ended it. */
  | { readonly kind: "disconnected"; readonly url: string }
  /** It did not come about. */
  | { readonly kind: "failed"; readonly url: string; readonly cause: Cause };
