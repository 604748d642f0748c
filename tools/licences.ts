/** Collects the licences of the packages in a bundle: each wants to go with every copy of its code. */

const package_name = /^npm:((?:@[^/]+\/)?[^@/]+)@([^/]+)\//;

/**
 * A comment block with the licence text of each package.
 *
 * @param modules As {@linkcode bundleModules} names them.
 * @param cache Folder of the npm packages of this machine.
 * @throws When a package has no licence file.
 */
export function licenceTexts(modules: readonly string[], cache: string): string {
  const packages = new Map<string, string>();
  for (const module of modules) {
    const [, name, version] = package_name.exec(module) ?? [];
    if (name && version) packages.set(`${name} ${version}`, `${name}/${version}`);
  }
  const texts = [...packages].sort().map(([title, folder]) =>
    `${title}\n\n${licenceText(folder, cache).trim()}\n`
  );
  return `\n/*\nThis file carries the following packages.\n\n${
    texts.join("\n---\n\n").replaceAll("*/", "* /")
  }*/\n`;
}

/** Packages whose licence is in their repository, but not in what the registry gives. */
const apart: Readonly<Record<string, string>> = { "@redis/client": "redis_client_licence.txt" };

function licenceText(folder: string, cache: string): string {
  const own = apart[folder.replace(/\/[^/]+$/, "")];
  if (own !== undefined) return Deno.readTextFileSync(new URL(own, import.meta.url));
  for (const registry of Deno.readDirSync(cache)) {
    const path = `${cache}/${registry.name}/${folder}`;
    try {
      const file = [...Deno.readDirSync(path)].find(({ name }) => /^licen[cs]e/i.test(name));
      if (file) return Deno.readTextFileSync(`${path}/${file.name}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) throw error;
    }
  }
  throw new Error(`The package ${folder} has no licence file.`);
}
