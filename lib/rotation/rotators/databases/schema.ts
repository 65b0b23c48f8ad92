import { z } from "zod";
import { hostUrl, parseOutgoingUrl } from "@/lib/net/outgoing-url";

/** PostgreSQL's; accounts of MySQL and MariaDB take more. */
const NAME_BYTES_MAX = 63;
const ACCOUNT_BYTES_MAX = 255;
const CA_LENGTH_MAX = 32_768;

/** What a server would cut off would name something else, and a control character ends a name in its protocol. */
const nameUpTo = (bytesMax: number) =>
  z
    .string()
    .refine((name) => new TextEncoder().encode(name).length <= bytesMax, `At most ${bytesMax} bytes.`)
    .refine((name) => !/\p{Cc}/u.test(name), "A name has no control characters.");
const required = (bytesMax: number) => nameUpTo(bytesMax).min(1, "Enter a name.");

const databaseFields = (bytesMax: number) => ({
  host: z.string().meta({ description: "Of the server; a private one is for an Owner to allow." }),
  users: z
    .array(required(bytesMax))
    .min(1, "Name one user, or two that take turns.")
    .max(2, "Name one user, or two that take turns.")
    .refine(([first, second]) => first !== second, "Name two different users.")
    .meta({ description: "One, whose password changes in place, or two that take turns." }),
  value: z
    .enum(["url", "json", "password"])
    .default("url")
    .meta({ description: "What the value is: a URL, a JSON object, or the password alone." }),
  tls: z
    .enum(["verify", "none"])
    .default("verify")
    .meta({ description: "`none` is for hosts that an Owner allowed." }),
  ca: z
    .string()
    .max(CA_LENGTH_MAX, "At most 32,768 characters.")
    .default("")
    .meta({ description: "PEM of the authorities to trust instead of the usual ones." }),
});

const port = (initial: number) =>
  z
    .int("A port is a whole number.")
    .min(1, "A port is at least 1.")
    .max(65_535, "A port is at most 65,535.")
    .default(initial);

export const postgres = z
  .strictObject({
    kind: z.literal("postgres"),
    ...databaseFields(NAME_BYTES_MAX),
    port: port(5_432),
    database: required(NAME_BYTES_MAX),
  })
  .superRefine(refineDatabase);

export const mysql = z
  .strictObject({
    kind: z.literal("mysql"),
    ...databaseFields(ACCOUNT_BYTES_MAX),
    port: port(3_306),
    database: nameUpTo(ACCOUNT_BYTES_MAX).default("").meta({ description: "Empty for none." }),
    userHost: required(ACCOUNT_BYTES_MAX)
      .default("%")
      .meta({ description: "The host part of the users' accounts." }),
  })
  .superRefine(refineDatabase);

function refineDatabase(
  {
    host,
    port,
    users,
    value,
  }: {
    readonly host: string;
    readonly port: number;
    readonly users: readonly string[];
    readonly value: string;
  },
  issues: z.RefinementCtx,
): void {
  const url = parseOutgoingUrl(hostUrl({ host, port, isTls: true }));
  if (typeof url === "string") issues.addIssue({ code: "custom", path: ["host"], message: url });
  if (value === "password" && users.length > 1) {
    const message = "Two users need a value that names the user: url or json.";
    issues.addIssue({ code: "custom", path: ["value"], message });
  }
}

export type DatabaseConfig = z.output<typeof postgres> | z.output<typeof mysql>;
