import { z } from "zod";
import { managerConfig } from "./kinds/schema";

const NAME_LENGTH_MAX = 40;

export const managerName = z
  .string("Enter a name.")
  .min(1, "Enter a name.")
  .max(NAME_LENGTH_MAX, `A name has at most ${NAME_LENGTH_MAX} characters.`)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "Use lower-case letters, digits and single hyphens, beginning with a letter.",
  );

const credential = z
  .string("Name the secret with the token or access key.")
  .min(1, "Name the secret with the token or access key.")
  .max(256, "There is no such secret here.");

const [vault, aws] = managerConfig.options;

/** An external manager as it is given: with the secret to sign in with, by its name here. */
export const newManager = z.discriminatedUnion(
  "kind",
  [vault.extend({ name: managerName, credential }), aws.extend({ name: managerName, credential })],
  { error: "Choose vault or aws." },
);
export type NewManager = z.output<typeof newManager>;

/** A field as it is given to change it: it need not be there, and gets no default. */
function changed(field: z.ZodType): z.ZodType {
  const plain = field instanceof z.ZodDefault ? (field.removeDefault() as z.ZodType) : field;
  return plain.optional();
}

const { kind: _vault, ...ofVault } = vault.shape;
const { kind: _aws, ...ofAws } = aws.shape;
const fields = Object.entries({ ...ofVault, ...ofAws }).map(([name, field]) => [name, changed(field)]);

/** What of a manager is to be another. Which fields it has is up to its kind, which stays. */
export const managerPatch = z.strictObject({
  ...(Object.fromEntries(fields) as Record<string, z.ZodType>),
  credential: credential.optional(),
});
export interface ManagerPatch extends Readonly<Record<string, unknown>> {
  readonly credential?: string | undefined;
}
