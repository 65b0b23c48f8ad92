import { z } from "zod";

/** A path as Vault has it: parts apart by slashes. What `.` and `..` mean would be up to whatever stands between. */
const PATH = /^[^/\s\p{Cc}]+(\/[^/\s\p{Cc}]+)*$/u;

export const vaultPath = z
  .string()
  .max(255, "At most 255 characters.")
  .regex(PATH, "Enter names apart by slashes, without one at either end.")
  .refine(
    (path) => !path.split("/").some((part) => part === "." || part === ".."),
    "A part cannot be . or ..",
  );

/** HashiCorp Vault or OpenBao, and the mount of a KV engine in it. */
export const vaultConfig = z.strictObject({
  kind: z.literal("vault"),
  address: z
    .string()
    .max(2_000, "At most 2,000 characters.")
    .refine((text) => /^https?:\/\/[^?#]*$/.test(text), "Enter an address that begins with https://.")
    .transform((text) => text.replace(/\/$/, "").replace(/\/v1$/, ""))
    .meta({ description: "Such as https://vault.example.com:8200." }),
  namespace: z
    .union([z.literal(""), vaultPath])
    .default("")
    .meta({ description: "Of Vault Enterprise, HCP or OpenBao; empty for none." }),
  mount: vaultPath.default("secret").meta({ description: "Where the KV engine is mounted." }),
  /** Asked of the manager where it is not said. */
  kvVersion: z
    .enum(["detect", "1", "2"], "Choose detect, 1 or 2.")
    .default("detect")
    .meta({ description: "Of the KV engine." }),
  auth: z
    .discriminatedUnion("method", [
      z.strictObject({ method: z.literal("token") }),
      z.strictObject({
        method: z.literal("appRole"),
        roleId: z.string().min(1, "Enter the role id.").max(200, "At most 200 characters."),
        mount: vaultPath.default("approle").meta({ description: "Where the AppRole method is mounted." }),
      }),
    ])
    .default({ method: "token" })
    .meta({ description: "The credential is the token, or the secret id of the AppRole." }),
  ca: z
    .string()
    .max(32_768, "At most 32,768 characters.")
    .default("")
    .meta({ description: "PEM of the authorities to trust instead of the usual ones." }),
});
export type VaultConfig = z.output<typeof vaultConfig>;
