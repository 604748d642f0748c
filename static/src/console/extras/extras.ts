/** The entry of a bundle of its own, loaded when one of these is first wanted. */
import { adoptStyle } from "../../page/adopt_style.ts";
import style from "./extras.css" with { type: "text" };

adoptStyle(style);

export { makeBinaryForm } from "./binary_form.ts";
export { binaryText, bytesOf } from "./binary_frame.ts";
export { copySnippet } from "./copy_snippet.ts";
export { toJson, toMarkdown } from "./conversation_export.ts";
export { mountLongMessage } from "./long_message.ts";
export { showOwnOps } from "./own_ops_banner.ts";
export { saidFor } from "./said_lines.ts";
export { makeSavedRequests } from "./saved_requests_dialog.ts";
