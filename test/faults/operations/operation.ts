import type { Ctx } from "@/lib/context";

/** What is there of an operation: nothing, all of it, steps of it that it goes on from, or what should never be there. */
export type Effect = "none" | "whole" | "begun" | { readonly halfDone: string };

/** What one run has for itself. */
export interface Base {
  /** An empty folder. */
  readonly folder: string;
  /** The one that the database is under, in hex. */
  readonly masterKey: string;
}

/** Something that the program does and that faults strike while it is done. */
export interface Operation<Prepared = unknown> {
  readonly name: string;
  /** Makes what one run works on. What it returns goes to another process as JSON. */
  prepare(ctx: Ctx, base: Base): Promise<Prepared>;
  run(ctx: Ctx, prepared: Prepared): Promise<unknown>;
  look(ctx: Ctx, prepared: Prepared): Promise<Effect>;
  /** What the program does by itself later, for work that nobody waits for. */
  goOn?(ctx: Ctx, prepared: Prepared): Promise<unknown>;
  /** The master key that the database is under now, where the operation changes it. */
  masterKey?(prepared: Prepared): Promise<string>;
}

export function operation<Prepared>(made: Operation<Prepared>): Operation {
  return made as Operation;
}
