/** A rule for `deno lint` that finds where code loads other code. It reads the syntax tree, not the text. */

/** The one definition of `require` in a bundle; it knows node's modules only. */
const definition = /^__require = \(name\) => process\.getBuiltinModule\(name\)$/;

/** Names by which CommonJS code is loaded. */
const loader = /^(__)?require$|createRequire$|^dlopen$|^importScripts$|^_load$/i;

/** A plug-in with the one rule. */
const plugin: Deno.lint.Plugin = {
  name: "foxchain",
  rules: {
    load: {
      create(context) {
        const found = (node: Deno.lint.Node) =>
          context.report({ node, message: context.sourceCode.getText(node).slice(0, 100) });
        const check = (node: Deno.lint.Node, source: Deno.lint.Node | null | undefined) => {
          if (source && !isBuiltIn(source)) found(node);
        };
        return {
          ImportDeclaration: (node) => check(node, node.source),
          ExportAllDeclaration: (node) => check(node, node.source),
          ExportNamedDeclaration: (node) => check(node, node.source),
          ImportExpression: (node) => check(node, node.source),
          Identifier(node) {
            if (!loader.test(node.name)) return;
            const { parent } = node;
            if (parent.type === "ImportSpecifier") return;
            if (parent.type === "CallExpression" && parent.callee.range[0] === node.range[0]) {
              const [module, ...more] = parent.arguments;
              if (module && more.length === 0 && isBuiltIn(module)) return;
              if (definition.test(context.sourceCode.getText(parent.parent))) return;
            }
            if (definition.test(context.sourceCode.getText(parent))) return;
            found(parent);
          },
        };
      },
    },
  },
};
export default plugin;

function isBuiltIn(module: Deno.lint.Node): boolean {
  return module.type === "Literal" && typeof module.value === "string" && module.value.startsWith("node:");
}
