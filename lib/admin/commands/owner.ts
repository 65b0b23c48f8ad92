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
  const input = parseInput(ownerByOperator, { ...options });
  const { removedFactors, ...person } = await makeOwner(ctx, input);
  const lines = [`${person.email} is an Owner and signs in with the new password.`];
  if (removedFactors > 0)
    lines.push("Their second factors, passkeys and recovery codes are removed: they can set up new ones.");
  return { data: { person, removedFactors }, lines };
}
