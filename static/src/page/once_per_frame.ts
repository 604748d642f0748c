/** Ties drawing to the screen: however often something changes, it is drawn once per frame. */

/** Calls that work before the next frame; asked again before that, it is still called once. */
export function oncePerFrame(
  draw: () => void,
  next_frame: (work: () => void) => void = requestAnimationFrame,
): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    next_frame(() => {
      asked = false;
      draw();
    });
  };
}
