import { type Step, stepsOf } from "./field-path";

export type Container = Record<string, unknown> | unknown[];

/** A chosen field, where it is. */
export interface Location {
  readonly parent: Container;
  readonly name: string;
  /** The path with numbers in place of asterisks: it holds nothing that is not in the configuration. */
  readonly path: string;
}

export interface Chosen {
  /** Each field once, also when several paths lead to it. */
  readonly locations: readonly Location[];
  /** The first path that leads nowhere, as far as it could be followed; null without one. */
  readonly missing: string | null;
  /** The path of the first field inside of which another is chosen as well; null without one. */
  readonly nested: string | null;
  /** Whether looking was given up: there are more fields, or more to look through, than one message may have. */
  readonly isTooMuch: boolean;
}

/** How many members and elements may be looked at on the way, for all paths together: some 50 ms. */
const VISITS_MAX = 200_000;

interface Visitor {
  passed(parent: Container, name: string, path: readonly string[]): void;
  reached(parent: Container, name: string, path: readonly string[]): void;
  missed(path: readonly string[]): void;
  /** Whether there is a reason to look at no more. */
  isDone(): boolean;
}

/** Finds the fields that paths choose in JSON, `most` of them. Follows own members only, so that no name is special. */
export function choose(root: unknown, paths: readonly string[], most: number): Chosen {
  const locations: Location[] = [];
  let missing: string | null = null;
  let nested: string | null = null;
  let visits = 0;
  const chosen = new Map<Container, Set<string>>();
  const finding: Visitor = {
    passed: () => {},
    reached(parent, name, path) {
      const names = chosen.get(parent) ?? new Set();
      if (!names.has(name)) locations.push({ parent, name, path: path.join(".") });
      chosen.set(parent, names.add(name));
    },
    missed(path) {
      missing ??= path.join(".");
    },
    isDone: () => ++visits > VISITS_MAX || locations.length > most,
  };
  const checking: Visitor = {
    passed(parent, name, path) {
      if (chosen.get(parent)?.has(name)) nested ??= path.join(".");
    },
    reached: () => {},
    missed: () => {},
    isDone: () => nested !== null,
  };
  const steps = paths.map(stepsOf);
  for (const path of steps) walk(root, path, [], finding);
  const isTooMuch = visits > VISITS_MAX || locations.length > most;
  if (!isTooMuch && paths.length > 1) for (const path of steps) walk(root, path, [], checking);
  return { locations, missing, nested, isTooMuch };
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
  if (visitor.isDone()) return;
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
