import { z } from "zod";
import { hostUrl, parseOutgoingUrl } from "@/lib/net/outgoing-url";

/** PostgreSQL's; accounts of MySQL and MariaDB take more. */
export const NAME_BYTES_MAX = 63;
export const ACCOUNT_BYTES_MAX = 255;
const CA_LENGTH_MAX = 32_768;

/** What a server would cut off would name something else, and a control character ends a name in its protocol. */
const nameUpTo = (bytesMax: number) =>
  z
    .string()
    .refine((name) => new TextEncoder().encode(name).length <= bytesMax, `At most ${bytesMax} bytes.`)
    .refine((name) => !/\p{Cc}/u.test(name), "A name has no control characters.");

/** A name of something in a database, of at most so many bytes. */
export const databaseName = (bytesMax: number) => nameUpTo(bytesMax).min(1, "Enter a name.");

const port = (initial: number) =>
  z
    .int("A port is a whole number.")
    .min(1, "A port is at least 1.")
    .max(65_535, "A port is at most 65,535.")
    .default(initial);

const server = {
  host: z.string().meta({ description: "Of the server; a private one is for an Owner to allow." }),
  tls: z
    .enum(["verify", "none"])
    .default("verify")
    .meta({ description: "`none` is for hosts that an Owner allowed." }),
  ca: z
    .string()
    .max(CA_LENGTH_MAX, "At most 32,768 characters.")
    .default("")
    .meta({ description: "PEM of the authorities to trust instead of the usual ones." }),
};

/** The fields that say where a PostgreSQL database is. */
export const postgresLocation = {
  kind: z.literal("postgres"),
  ...server,
  port: port(5_432),
  database: databaseName(NAME_BYTES_MAX),
};

/** The fields that say where a database of MySQL or MariaDB is. */
export const mysqlLocation = {
  kind: z.literal("mysql"),
  ...server,
  port: port(3_306),
  database: nameUpTo(ACCOUNT_BYTES_MAX).default("").meta({ description: "Empty for none." }),
  userHost: databaseName(ACCOUNT_BYTES_MAX)
    .default("%")
    .meta({ description: "The host part of the users' accounts." }),
};

/** Where a database is, and how it is reached. */
export interface DatabaseLocation {
  readonly kind: "postgres" | "mysql";
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly tls: "verify" | "none";
  readonly ca: string;
  /** Of MySQL and MariaDB: the host part of the users' accounts. */
  readonly userHost?: string;
}

/** Adds what is wrong with a host to the issues of its field. */
export function refineHost(
  { host, port }: Pick<DatabaseLocation, "host" | "port">,
  issues: z.RefinementCtx,
): void {
  const url = parseOutgoingUrl(hostUrl({ host, port, isTls: true }));
  if (typeof url === "string") issues.addIssue({ code: "custom", path: ["host"], message: url });
}
