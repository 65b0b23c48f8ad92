import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { outgoingUrlIssue } from "@/lib/net/outgoing-url";
import { egressPolicy } from "@/lib/organisation/service";
import { AppError, type FieldErrors, isAppError } from "@/lib/platform/app-error";
import { methodIssue } from "./configuration/contradictions";
import type { Configuration, Method, NamedSecret } from "./configuration/model";
import { pathIssue } from "./envelope/field-path";
import { type Resolved, resolveReferences } from "./references/service";
import { bodyPaths, endpointUrl } from "./schema";

interface Input {
  readonly method: Method;
  /** Left out where it is the one that was there. */
  readonly url?: string;
}

/**
 * What a configuration comes to, or the one that is kept. Throws `validation` with the errors of address, method and
 * secrets all at once.
 */
export async function requireSound(
  ctx: Ctx,
  permit: Permit<"allowlist.write">,
  input: Input &
    (
      | { readonly configuration: Configuration<NamedSecret>; readonly kept?: never }
      | { readonly kept: Resolved; readonly configuration?: never }
    ),
): Promise<Resolved> {
  const { method, url, configuration, kept } = input;
  const issue = methodIssue(method, configuration ?? kept.stored);
  const found = {
    ...(url !== undefined && (await addressIssues(ctx, url))),
    ...(issue !== null && { "configuration.encryption.level": [issue] }),
  };
  try {
    const resolved = kept ?? (await resolveReferences(ctx, permit, configuration));
    if (Object.keys(found).length === 0) return resolved;
  } catch (error) {
    if (!isAppError(error) || error.code !== "validation") throw error;
    throw mistaken({ ...found, ...error.context.fields });
  }
  throw mistaken(found);
}

/**
 * What else is wrong with an endpoint that is not written as one: what only the settings can tell of its address, and
 * what its paths would be refused for once the rest is in order. For who may change endpoints: `allowlist.verify` is theirs
 * too, and asks nobody to confirm who they are, which is for what takes effect.
 */
export async function otherIssues(ctx: Ctx, scope: EnvironmentRef, input: unknown): Promise<FieldErrors> {
  await authorize(ctx, "allowlist.verify", scope);
  const whole = typeof input === "object" && input !== null ? input : {};
  const url = "url" in whole ? endpointUrl.safeParse(whole.url).data : undefined;
  const paths = bodyPaths.safeParse("configuration" in whole ? whole.configuration : null).data ?? {};
  const ofPaths = Object.entries(paths).flatMap(([part, level]) =>
    (level?.paths ?? []).flatMap((path, at) => {
      const message = pathIssue(path);
      return message === null ? [] : [[`configuration.${part}.paths.${at}`, [message]] as const];
    }),
  );
  return { ...(url !== undefined && (await addressIssues(ctx, url))), ...Object.fromEntries(ofPaths) };
}

async function addressIssues(ctx: Ctx, url: string): Promise<FieldErrors> {
  const issue = outgoingUrlIssue(url, await egressPolicy(ctx));
  return issue === null ? {} : { url: [issue] };
}

function mistaken(fields: FieldErrors): AppError {
  const [only, ...more] = Object.values(fields).flat();
  const detail = only !== undefined && more.length === 0 ? only : "Some fields are invalid.";
  return new AppError("validation", detail, { fields });
}
