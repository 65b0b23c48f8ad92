import { z } from "zod";
import {
  ACCOUNT_BYTES_MAX,
  databaseName,
  mysqlLocation,
  NAME_BYTES_MAX,
  postgresLocation,
  refineHost,
} from "@/lib/databases/schema";

const rotated = (bytesMax: number) => ({
  users: z
    .array(databaseName(bytesMax))
    .min(1, "Name one user, or two that take turns.")
    .max(2, "Name one user, or two that take turns.")
    .refine(([first, second]) => first !== second, "Name two different users.")
    .meta({ description: "One, whose password changes in location, or two that take turns." }),
  value: z
    .enum(["url", "json", "password"])
    .default("url")
    .meta({ description: "What the value is: a URL, a JSON object, or the password alone." }),
});

export const postgres = z
  .strictObject({ ...postgresLocation, ...rotated(NAME_BYTES_MAX) })
  .superRefine(refineDatabase);

export const mysql = z
  .strictObject({ ...mysqlLocation, ...rotated(ACCOUNT_BYTES_MAX) })
  .superRefine(refineDatabase);

function refineDatabase(
  location: {
    readonly host: string;
    readonly port: number;
    readonly users: readonly string[];
    readonly value: string;
  },
  issues: z.RefinementCtx,
): void {
  refineHost(location, issues);
  if (location.value === "password" && location.users.length > 1) {
    const message = "Two users need a value that names the user: url or json.";
    issues.addIssue({ code: "custom", path: ["value"], message });
  }
}

export type DatabaseConfig = z.output<typeof postgres> | z.output<typeof mysql>;
