import { z } from "zod";
import { mysqlLocation, postgresLocation, refineHost } from "@/lib/databases/schema";
import { USER_PLACEHOLDER } from "@/lib/databases/template";

const STATEMENTS_MAX = 20;
const STATEMENT_LENGTH_MAX = 2_000;
export const LEASE_SECONDS_MIN = 60;
export const LEASE_SECONDS_MAX = 7 * 24 * 60 * 60;
const LEASES_MAX = 10_000;

/** What is wrong with a statement that gives rights, in words; null when nothing is. */
function statementIssue(text: string): string | null {
  if (text.trim() === "") return "is empty";
  if (text.length > STATEMENT_LENGTH_MAX) return "has more than 2,000 characters";
  if (/[^\P{Cc}\t\n\r]/u.test(text)) return "has control characters";
  const unknown = text.replaceAll(USER_PLACEHOLDER, "").match(/\{\{[^{}]{0,40}\}\}/)?.[0];
  if (unknown !== undefined) return `has the placeholder ${unknown}: the only one is ${USER_PLACEHOLDER}`;
  return text.includes(USER_PLACEHOLDER) ? null : `does not name ${USER_PLACEHOLDER}`;
}

const statements = z
  .array(z.string("A statement is a text."))
  .min(1, "Give a statement at least: a user without rights is good for nothing.")
  .max(STATEMENTS_MAX, `At most ${STATEMENTS_MAX} statements.`)
  .superRefine((texts, issues) => {
    for (const [index, text] of texts.entries()) {
      const issue = statementIssue(text);
      if (issue) issues.addIssue({ code: "custom", message: `Statement ${index + 1} ${issue}.` });
    }
  })
  .meta({
    description: `What gives rights, with ${USER_PLACEHOLDER} where the user goes, one statement each.`,
  });

const seconds = z
  .int("Seconds are a whole number.")
  .min(LEASE_SECONDS_MIN, `At least ${LEASE_SECONDS_MIN} seconds.`)
  .max(LEASE_SECONDS_MAX, "At most 7 days.");

const terms = {
  statements,
  ttlSecondsDefault: seconds.default(15 * 60).meta({ description: "For leases that ask for no time." }),
  ttlSecondsMax: seconds
    .default(24 * 60 * 60)
    .meta({ description: "From when it is made, renewals and all." }),
  leasesMax: z
    .int("A limit is a whole number.")
    .min(1, "At least 1.")
    .max(LEASES_MAX, `At most ${LEASES_MAX.toLocaleString("en")}.`)
    .default(200)
    .meta({ description: "How many users there are at once at most." }),
};

const sourceWith = <Extra extends z.ZodRawShape>(extra: Extra) =>
  z.discriminatedUnion(
    "kind",
    [
      z.strictObject({ ...postgresLocation, ...terms, ...extra }),
      z.strictObject({ ...mysqlLocation, ...terms, ...extra }),
    ],
    { error: "Choose postgres or mysql." },
  );

/** Where users are made, and with which rights. */
export const leaseSource = sourceWith({});
export type LeaseSource = z.output<typeof leaseSource>;

/** The same as it is given: with the secret that holds the admin's login, by its name here. */
export const newLeaseSource = sourceWith({
  credential: z.string("Name the secret with the user and password of an admin.").max(256),
}).superRefine((source, issues) => {
  refineHost(source, issues);
  if (source.ttlSecondsDefault > source.ttlSecondsMax) {
    const message = "It is longer than the longest time.";
    issues.addIssue({ code: "custom", path: ["ttlSecondsDefault"], message });
  }
});
export type NewLeaseSource = z.output<typeof newLeaseSource>;

const SOURCE_NAME_LENGTH_MAX = 40;

export const sourceName = z
  .string("Enter a name.")
  .min(1, "Enter a name.")
  .max(SOURCE_NAME_LENGTH_MAX, `A name has at most ${SOURCE_NAME_LENGTH_MAX} characters.`)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "Use lower-case letters, digits and single hyphens, beginning with a letter.",
  );

/** What a key asks for. */
export const newLease = z.strictObject({
  source: z.string("Name a lease source.").max(SOURCE_NAME_LENGTH_MAX, "There is no such lease source here."),
  ttlSeconds: seconds.optional().meta({ description: "As long as the source says, unless given." }),
});
export type NewLease = z.output<typeof newLease>;

export const leaseRenewal = z.strictObject({
  ttlSeconds: seconds.optional().meta({ description: "From now; as long as it was made for, unless given." }),
});
export type LeaseRenewal = z.output<typeof leaseRenewal>;
