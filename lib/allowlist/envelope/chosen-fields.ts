import { type Step, stepsOf } from "./field-path";

export type Container = Record<string, unknown> | unknown[];

/** A chosen field, where it is. */
export interface Place {
  readonly parent: Container;
  readonly name: string;
  /** The path with numbers in place of asterisks: it holds nothing that is not in the configuration. */
  readonly path: string;
}

export interface Chosen {
  /** Each field once, also when several paths lead to it. */
  readonly places: readonly Place[];
  /** Paths that lead nowhere, as far as they could be followed. */
  readonly missing: readonly string[];
  /** Paths of fields inside of others that are chosen as well. */
  readonly nested: readonly string[];
}

interface Visitor {
  passed(parent: Container, name: string, path: readonly string[]): void;
  reached(parent: Container, name: string, path: readonly string[]): void;
  missed(path: readonly string[]): void;
}

/** Finds the fields that paths choose in JSON. Follows own members only, so that no name is special. */
export function choose(root: unknown, paths: readonly string[]): Chosen {
  const places: Place[] = [];
  const missing: string[] = [];
  const nested: string[] = [];
  const chosen = new Map<Container, Set<string>>();
  const steps = paths.map(stepsOf);
  const finding: Visitor = {
    passed: () => {},
    reached(parent, name, path) {
      const names = chosen.get(parent) ?? new Set();
      if (!names.has(name)) places.push({ parent, name, path: path.join(".") });
      chosen.set(parent, names.add(name));
    },
    missed: (path) => missing.push(path.join(".")),
  };
  const checking: Visitor = {
    passed(parent, name, path) {
      if (chosen.get(parent)?.has(name)) nested.push(path.join("."));
    },
    reached: () => {},
    missed: () => {},
  };
  for (const visitor of [finding, checking]) for (const path of steps) walk(root, path, [], visitor);
  return { places, missing, nested };
}

/** Whether it can hold fields. */
export function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

/** The content of a field; undefined without one. */
export function fieldOf(parent: Container, name: string): unknown {
  return Object.hasOwn(parent, name) ? Object.getOwnPropertyDescriptor(parent, name)?.value : undefined;
}

/** Sets a field as JSON has it, whatever its name. */
export function setField(parent: Container, name: string, value: unknown): void {
  Object.defineProperty(parent, name, { value, enumerable: true, writable: true, configurable: true });
}

function walk(value: unknown, steps: readonly Step[], path: readonly string[], visitor: Visitor): void {
  const step = steps[path.length];
  if (step === undefined) return;
  if (step === "every") {
    if (!Array.isArray(value)) visitor.missed([...path, "*"]);
    else for (const at of value.keys()) visit(value, String(at), steps, path, visitor);
  } else if (isContainer(value) && has(value, step.name)) {
    visit(value, step.name, steps, path, visitor);
  } else {
    visitor.missed([...path, step.name]);
  }
}

function visit(
  parent: Container,
  name: string,
  steps: readonly Step[],
  path: readonly string[],
  visitor: Visitor,
): void {
  const here = [...path, name];
  if (here.length === steps.length) {
    visitor.reached(parent, name, here);
  } else {
    visitor.passed(parent, name, here);
    walk(fieldOf(parent, name), steps, here, visitor);
  }
}

/** A list has elements by their numbers only, not its length. */
function has(parent: Container, name: string): boolean {
  if (Array.isArray(parent) && !/^(0|[1-9]\d{0,9})$/.test(name)) return false;
  return Object.hasOwn(parent, name);
}
