import { readFile } from "node:fs/promises";
import { join } from "node:path";

interface Route {
  readonly page: string;
  readonly regex: string;
}

/**
 * Returns what gives the pattern of a page's address, such as `/projects/[project]` for `/projects/shop`. Null for what is no
 * page, and always where nothing was built: in development.
 */
export async function readPagePatterns(root: string): Promise<(path: string) => string | null> {
  const text = await readFile(join(root, ".next", "routes-manifest.json"), "utf8").catch(() => "{}");
  const { staticRoutes = [], dynamicRoutes = [] }: Partial<Record<string, readonly Route[]>> =
    JSON.parse(text);
  const routes = [...staticRoutes, ...dynamicRoutes].map(({ page, regex }) => ({
    page,
    regex: new RegExp(regex),
  }));
  return (path) => routes.find(({ regex }) => regex.test(path))?.page ?? null;
}
