/** Typing without the browser's own editing of the text. */
import { EditorView } from "@codemirror/view";

/**
 * Takes a typed character before the browser puts it into the page. Chromium moves the brackets behind it, keeps their looks
 * in a `style` attribute, and complains that the page's security policy forbids those. What an input method composes is left
 * to the browser.
 */
export const typing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType, isComposing } = event;
    if (inputType !== "insertText" || !data || isComposing || view.composing) return false;
    const { from, to } = view.state.selection.main;
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, data, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});
