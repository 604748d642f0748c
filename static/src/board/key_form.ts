/** Asks for the key where the page has none. Nothing of the class is here without it. */
import { element } from "../page/dom.ts";
import type { Language } from "../page/language.ts";
import type { Steering } from "../page/steering.ts";
import { steeringHint } from "../page/steering_words.ts";
import { board_words } from "./words.ts";

/** Makes the form. It is hidden while the page has the key, and while the node has not said whether. */
export function keyForm(steering: Steering, language: Language): HTMLElement {
  const words = board_words[language];
  const field = element("input", { id: "key", type: "password", autocomplete: "off", required: true });
  const hint = element("p", { role: "status" });
  const form = element(
    "form",
    {
      class: "key",
      on: {
        submit: (event) => {
          event.preventDefault();
          const typed = field.value.trim();
          field.value = "";
          // The key alone, or the whole link. The page takes it out of its address at once.
          location.hash = typed.includes("#") ? typed.slice(typed.indexOf("#")) : `#key=${typed}`;
        },
      },
    },
    element("p", {}, words.asks_key),
    hint,
    element("label", { for: "key" }, words.key),
    field,
    element("button", { class: "primary" }, words.use_key),
  );
  const show = () => {
    form.hidden = steering.may_steer || steering.state === "asking";
    hint.textContent = steering.state === "looks"
      ? words.where_key
      : steeringHint(steering.state, language, location.href);
  };
  steering.listen(show);
  show();
  return form;
}
