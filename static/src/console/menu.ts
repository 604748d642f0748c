/** A button that opens a few choices. Escape, choosing, and leaving it with the keyboard close it. */
import { element } from "../page/dom.ts";

/** A choice. */
export interface Choice {
  /** Names it for tests and to find it again after redrawing. */
  readonly action: string;
  readonly label: string;
  /** What it does, told when pointed at. */
  readonly title?: string;
  readonly choose: () => void;
}

/** Makes it. */
export function menu(action: string, label: string, choices: readonly Choice[]): HTMLElement {
  const opener = element("summary", { "data-action": action }, label);
  const close = () => made.removeAttribute("open");
  const made = element(
    "details",
    { class: "menu" },
    opener,
    element(
      "div",
      { class: "choices", role: "group", "aria-label": label },
      ...choices.map(({ action, label, title, choose }) =>
        element("button", {
          type: "button",
          "data-action": action,
          title,
          on: { click: () => (close(), opener.focus(), choose()) },
        }, label)
      ),
    ),
  );
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !made.open) return;
    event.stopPropagation();
    close();
    opener.focus();
  });
  made.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !made.contains(relatedTarget)) close();
  });
  return made;
}
