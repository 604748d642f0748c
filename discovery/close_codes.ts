/** The close codes that a node speaks, by name (RFC 6455, section 7.4, and IANA's registry of them). */

/** All went well; nothing more is wanted. */
export const DONE = 1000;
/** This end is going away: the program ends, or it takes the other end for dead. */
export const GOING_AWAY = 1001;
/** The connection broke without a close. Never sent: a socket reports it. */
export const CUT_OFF = 1006;
/** The other end broke a rule, e.g. it went on after many refusals. */
export const RULE_BROKEN = 1008;
/** A message was longer than is allowed. */
export const TOO_BIG = 1009;
/** The program at the other end failed. */
export const FAULT = 1011;
/** The server starts anew. Connect again at once. */
export const RESTARTING = 1012;
/** No room now. Try again later; to a dialling node this still means 'reached'. */
export const TRY_LATER = 1013;
