import { ROLE_NAMES } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import type { ListedPerson } from "@/lib/people/list/model";
import { listPeople } from "@/lib/people/list/service";
import { personAddress } from "@/lib/people/membership/schema";
import { personIdOf, restorePerson, suspendPerson, unlockPerson } from "@/lib/people/membership/service";
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

/** What can be done to a person by their address, and how that is told. */
const PERSON_CHANGES = {
  suspend: { run: suspendPerson, done: "is suspended and signed out everywhere" },
  restore: { run: restorePerson, done: "can sign in again" },
  unlock: { run: unlockPerson, done: "can try to sign in again at once" },
} as const;

export async function changePerson(
  ctx: Ctx,
  change: keyof typeof PERSON_CHANGES,
  address: string,
): Promise<Answer> {
  const { email } = parseInput(personAddress, { email: address });
  const { run, done } = PERSON_CHANGES[change];
  await run(ctx, await personIdOf(ctx, email));
  return { data: { email, change }, lines: [`${email} ${done}.`] };
}

/** Everybody with an account. */
export async function showPeople(ctx: Ctx): Promise<Answer> {
  const people: ListedPerson[] = [];
  for (let after: string | undefined | null; after !== null; ) {
    const page = await listPeople(ctx, { after });
    people.push(...page.items);
    after = page.next;
  }
  return { data: { people }, lines: people.map(lineOf) };
}

function lineOf({ email, role, status, factors, waitsUntil }: ListedPerson): string {
  const hasFactor = factors.hasTotp || factors.passkeyCount > 0;
  const notes = [
    ROLE_NAMES[role],
    hasFactor ? "second factor" : "no second factor",
    ...(status === "suspended" ? ["suspended"] : []),
    ...(waitsUntil ? ["has to wait after failed tries"] : []),
  ];
  return `${email}: ${notes.join(", ")}`;
}
