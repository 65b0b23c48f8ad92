import { readdirSync, readFileSync } from "node:fs";
import { relative, sep } from "node:path";

/** A server action as the build lists it. */
export interface BuiltAction {
  readonly id: string;
  readonly name: string;
  /** The path patterns of the pages that carry it. */
  readonly pages: readonly string[];
}

interface ActionManifest {
  readonly node: Record<string, { readonly workers: object; readonly exportedName: string }>;
  readonly edge: Record<string, unknown>;
}

const paths = read<Record<string, string>>("app-path-routes-manifest.json");
const actions = readActions();

/** The patterns of every page and route handler that the build answers, such as `/projects/[project]`. */
export function builtPaths(): string[] {
  return Object.values(paths).sort();
}

/** The paths of the files that anybody gets as they are. */
export function publicFiles(): string[] {
  return readdirSync("public", { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `/${relative("public", `${entry.parentPath}/${entry.name}`).split(sep).join("/")}`)
    .sort();
}

/** Every server action that the build answers. */
export function builtActions(): readonly BuiltAction[] {
  return actions;
}

function readActions(): readonly BuiltAction[] {
  const { node, edge } = read<ActionManifest>("server/server-reference-manifest.json");
  return Object.entries({ ...node, ...(edge as ActionManifest["node"]) }).map(([id, action]) => ({
    id,
    name: action.exportedName,
    pages: Object.keys(action.workers).map((worker) => paths[worker.replace(/^app/, "")] ?? worker),
  }));
}

/** The id by which a browser calls an action. */
export function actionId(name: string): string {
  const action = actions.find((built) => built.name === name);
  if (!action) throw new Error(`the build has no action ${name}`);
  return action.id;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(`.next/${file}`, "utf8")) as T;
}

/** The address of a page that carries an action: from elsewhere Next would hand the call on to it. */
export function pageOf(name: string): string {
  const pages = actions.find((built) => built.name === name)?.pages ?? [];
  const [shortest = "/"] = [...pages].sort((a, b) => a.length - b.length);
  return shortest
    .replace("[project]", "default")
    .replace("[environment]", "production")
    .replace("[name]", "x");
}
