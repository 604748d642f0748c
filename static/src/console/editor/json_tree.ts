/** Reads names and values from the parser's tree, also while the text is still being written. Pure. */
import { jsonLanguage } from "@codemirror/lang-json";

/** A node of the parser's tree. */
export type TreeNode = ReturnType<typeof jsonLanguage.parser.parse>["topNode"];

/** A name with its value. */
export interface Property {
  readonly name: string;
  /** Where its name begins. */
  readonly from: number;
  readonly value: TreeNode;
}

/** The text's tree. */
export function treeOf(text: string): TreeNode {
  return jsonLanguage.parser.parse(text).topNode;
}

/** The object that the text is; undefined when it is something else. */
export function topObject(text: string): TreeNode | undefined {
  return treeOf(text).getChild("Object") ?? undefined;
}

/** The properties of an object that have a value. */
export function propertiesOf(object: TreeNode, text: string): readonly Property[] {
  return object.getChildren("Property").flatMap((property) => {
    const name = property.getChild("PropertyName");
    const value = property.lastChild;
    if (name === null || value === null || value.name === ":" || value.name === "PropertyName") return [];
    return [{ name: textAt(name, text) ?? "", from: property.from, value }];
  });
}

/** What a text in quotes says; undefined for anything else. */
export function textAt({ from, to }: TreeNode, text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text.slice(from, to));
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
