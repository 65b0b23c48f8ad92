import { z } from "zod";
import { importBody } from "@/lib/secrets/import/schema";
import { importSecrets } from "@/lib/secrets/import/service";
import { ok } from "./answer";
import { type Endpoint, endpoint } from "./endpoint";
import { scopeOf, scopeQuery } from "./scope";

const ImportedSecret = z.object({
  name: z
    .string()
    .meta({ description: "As it is stored, which may be spelled otherwise than it was given." }),
  version: z.int().meta({ description: "The current version; with `dryRun` the one that would be." }),
  outcome: z.enum(["created", "replaced", "unchanged"]),
});

const Imported = z
  .object({
    dryRun: z.boolean(),
    secrets: z.array(ImportedSecret).meta({ description: "In the order in which they were given." }),
  })
  .meta({ id: "ImportedSecrets" });

const importMany = endpoint(
  {
    method: "POST",
    path: "/secrets/import",
    tag: "Secrets",
    summary: "Store many secrets: all of them or none",
    description:
      "At most 1,000 in a body of 1 MiB. A name that becomes the same variable as a secret that is there means that secret. What cannot be stored is named in `errors`, each as `secrets.3.name`, all at once. With `dryRun` nothing is stored, and no value is compared with a stored one.",
    action: "secret.create",
    mayWait: true,
    query: z.strictObject(scopeQuery),
    body: importBody,
    answers: { 200: { description: "All are stored.", schema: Imported } },
    problems: [412],
  },
  async ({ ctx, query, body }) =>
    ok({ dryRun: body.dryRun, secrets: await importSecrets(ctx, scopeOf(ctx, query), body) }),
);

export const importEndpoints: readonly Endpoint[] = [importMany];
