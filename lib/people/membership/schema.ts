import { z } from "zod";
import { email } from "@/lib/auth/schema";
import { role } from "../schema";

const personId = z.uuid("There is no such person.");

export const person = z.strictObject({ personId });

export const personAddress = z.strictObject({ email });

export const roleChange = z.strictObject({ personId, role });

/** A box that is ticked, or not there. */
const revokesKeys = z.literal("on").optional();

export const suspension = person.extend({ revokesKeys });

export const removal = z.strictObject({
  ...{ personId, revokesKeys },
  confirmation: z.string("Type the address.").max(320),
});

export type RoleChange = z.output<typeof roleChange>;
export type Removal = z.output<typeof removal>;
