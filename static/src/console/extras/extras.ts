/** The entry of a bundle of its own, loaded when one of these is first wanted. */
export { mountLongMessage } from "./long_message.ts";
export { makeSavedRequests } from "./saved_requests_dialog.ts";
