import { z } from "zod";

/** AWS Secrets Manager in one region, or what speaks as it does. */
export const awsConfig = z.strictObject({
  kind: z.literal("aws"),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "Enter a region such as eu-central-1."),
  endpoint: z
    .string()
    .max(2_000, "At most 2,000 characters.")
    .refine((text) => text === "" || /^https?:\/\/[^/?#]+\/?$/.test(text), "Enter an address without a path.")
    .transform((text) => text.replace(/\/$/, ""))
    .default("")
    .meta({ description: "In place of the one of AWS, such as that of a VPC endpoint." }),
  ca: z
    .string()
    .max(32_768, "At most 32,768 characters.")
    .default("")
    .meta({ description: "PEM of the authorities to trust instead of the usual ones." }),
});
export type AwsConfig = z.output<typeof awsConfig>;
