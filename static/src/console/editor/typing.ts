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
    const selection = selectionIn(view);
    if (selection === undefined) return false;
    const { anchor, head } = selection;
    const { main } = view.state.selection;
    // The editor's own selection may be out of date here.
    if (anchor !== main.anchor || head !== main.head) view.dispatch({ selection });
    const { from, to } = view.state.selection.main;
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, data, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

/** What is selected in the page now. Undefined where a shadow root can't tell: only Chromium can, and only it needs this. */
function selectionIn(view: EditorView): { readonly anchor: number; readonly head: number } | undefined {
  const selection = (view.root as Partial<Pick<Document, "getSelection">>).getSelection?.();
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection ?? {};
  if (!anchorNode || !focusNode) return undefined;
  if (!view.contentDOM.contains(anchorNode) || !view.contentDOM.contains(focusNode)) return undefined;
  return { anchor: view.posAtDOM(anchorNode, anchorOffset), head: view.posAtDOM(focusNode, focusOffset) };
}
