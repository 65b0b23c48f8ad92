import { ROLE_NAMES } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { newPerson } from "@/lib/people/schema";
import { createPerson } from "@/lib/people/service";
import { parseInput } from "../command-input";
import type { Answer } from "../shell";

export interface PersonOptions {
  readonly email: string;
  readonly role: string;
  readonly name?: string | undefined;
  readonly password: string;
}

/** Makes a person with a role and a password. */
export async function addPerson(ctx: Ctx, options: PersonOptions): Promise<Answer> {
  const person = await createPerson(ctx, parseInput(newPerson, { ...options }));
  const line = `${person.email} is made, as ${ROLE_NAMES[person.role]}.`;
  return { data: { person }, lines: [line] };
}
