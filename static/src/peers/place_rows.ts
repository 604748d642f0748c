/** Puts rows into their order without taking the one that has the focus out of the page, which would lose it. */

/** The children become exactly those wanted, in that order. What stands right is not touched. */
export function placeRows(parent: Element, wanted: readonly Element[]): void {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) {
    if (!kept.has(child)) child.remove();
  }
  const fixed = wanted.findIndex((row) =>
    row.parentElement === parent && row.contains(document.activeElement)
  );
  for (let i = fixed - 1; i >= 0; i--) {
    if (wanted[i + 1]!.previousElementSibling !== wanted[i]) wanted[i + 1]!.before(wanted[i]!);
  }
  for (let i = fixed + 1; i < wanted.length; i++) {
    const before = wanted[i - 1];
    if (before === undefined) {
      if (parent.firstElementChild !== wanted[i]) parent.prepend(wanted[i]!);
    } else if (before.nextElementSibling !== wanted[i]) {
      before.after(wanted[i]!);
    }
  }
}
