import { z } from "zod";
import { foldName } from "@/lib/names/model";
import { description } from "@/lib/secrets/schema";
import {
  LIMIT_SECONDS,
  MEMBERS_MAX,
  OUTCOMES,
  poolNameIssue,
  STICKY_KEY_LENGTH_MAX,
  STRATEGIES,
  WEIGHT_MAX,
} from "./model";

export const poolName = z.string("Enter a name.").superRefine((text, issues) => {
  const message = poolNameIssue(text);
  if (message) issues.addIssue({ code: "custom", message });
});

const memberName = z
  .string("Name a secret.")
  .min(1, "Name a secret.")
  .max(200, "There is no such secret here.");

const member = z.strictObject({
  name: memberName.meta({
    description: "A secret of the environment, or a shared one that is mapped there.",
  }),
  weight: z
    .int("A weight is a whole number.")
    .min(1, "A weight is at least 1. Turn a member off to leave it out.")
    .max(WEIGHT_MAX, `A weight is at most ${WEIGHT_MAX}.`)
    .default(1),
  isOn: z.boolean("Say true or false.").default(true),
});

/** What a pool is to be. */
export const newPool = z.strictObject({
  description: description.default(""),
  strategy: z.enum(STRATEGIES, "Choose roundRobin, leastUsed or sticky.").default("roundRobin"),
  members: z
    .array(member, "List the members.")
    .min(1, "A pool has at least one member.")
    .max(MEMBERS_MAX, `A pool has at most ${MEMBERS_MAX} members.`)
    .superRefine((members, issues) => {
      const seen = new Set<string>();
      members.forEach(({ name }, i) => {
        const folded = foldName(name);
        if (seen.has(folded))
          issues.addIssue({ code: "custom", path: [i, "name"], message: "This is a member already." });
        seen.add(folded);
      });
    }),
});
export type NewPool = z.output<typeof newPool>;

export const takeOptions = z.strictObject({
  stickyKey: z
    .string("A sticky key is text.")
    .min(1, "A sticky key is not empty.")
    .max(STICKY_KEY_LENGTH_MAX, `A sticky key has at most ${STICKY_KEY_LENGTH_MAX} characters.`)
    .optional()
    .meta({ description: "For `sticky`: who the caller acts for; the API key itself unless given." }),
});
export type TakeOptions = z.output<typeof takeOptions>;

/** Which member of a pool. */
export const memberOf = z.strictObject({ member: memberName });

export const memberReport = memberOf
  .extend({
    outcome: z.enum(OUTCOMES, "Say limited, refused or ok."),
    version: z
      .int("A version is a whole number.")
      .min(1, "Versions begin with 1.")
      .max(2_147_483_647)
      .optional()
      .meta({ description: "The version that `take` gave; the one that this key took last unless given." }),
    retryAfterSeconds: z
      .int("Seconds are a whole number.")
      .min(1, "A limit lasts for at least 1 second.")
      .max(LIMIT_SECONDS.max, "A limit lasts for at most 86,400 seconds, which is a day.")
      .optional()
      .meta({ description: `For \`limited\`: ${LIMIT_SECONDS.initial} unless given.` }),
  })
  .refine(({ outcome, retryAfterSeconds }) => outcome === "limited" || retryAfterSeconds === undefined, {
    path: ["retryAfterSeconds"],
    error: "Only what is limited has a time.",
  });
export type MemberReport = z.output<typeof memberReport>;
