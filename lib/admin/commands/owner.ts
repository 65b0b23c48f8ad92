import type { Ctx } from "@/lib/context";
import { ownerByOperator } from "@/lib/people/schema";
import { makeOwner } from "@/lib/people/service";
import { parseInput } from "../command-input";
import type { Answer } from "../shell";

export interface OwnerOptions {
  readonly email: string;
  readonly name?: string | undefined;
  readonly password: string;
}

/** Makes an Owner, or lets an existing person back in as one. */
export async function createOwner(ctx: Ctx, options: OwnerOptions): Promise<Answer> {
  const owner = await makeOwner(ctx, parseInput(ownerByOperator, { ...options }));
  return {
    data: { person: owner },
    lines: [`${owner.email} is an Owner and signs in with the new password.`],
  };
}
