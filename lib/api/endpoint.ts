import { z } from "zod";
import type { Action } from "@/lib/authorization/policy";
import { AppError, type FieldErrors, isAppError } from "@/lib/platform/app-error";
import type { BoundEnvironment, Prefetched } from "@/lib/secrets/reveal/prefetch";
import type { Answer } from "./answer";
import type { MachineCtx } from "./context";
import { type Part, parseInput, type RawInput, type Schemas } from "./input";

export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What one address of the API takes and gives: its own documentation. */
export interface EndpointSpec {
  readonly method: Method;
  /** Below `/api/v1`, with parameters in braces; one that may hold slashes ends in an asterisk. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** What the key must be allowed to do; null for what every key may. */
  readonly action: Action | null;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Headers that change the answer, and what they say. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: z.ZodType;
  /** Fields of the body that are handed on to others as they are. */
  readonly opaque?: readonly string[];
  /** Whether it answers 202 with a request where the environment asks for approvals. */
  readonly mayWait?: true;
  /** What a good answer holds, by status. */
  readonly answers: Readonly<Partial<Record<200 | 201 | 202 | 204 | 304, AnswerSpec>>>;
  /** Failures that not every address has. */
  readonly problems?: readonly (412 | 502 | 504)[];
}

export interface AnswerSpec {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** When it is not JSON. */
  readonly type?: string;
  /** What it is instead for whoever accepts JSON. */
  readonly json?: z.ZodType;
  /** Headers of the answer that tell something, and what. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Endpoint {
  readonly spec: EndpointSpec;
  /** Parses what was sent, with every error named at once, and answers. Throws what is wrong with it at once. */
  readonly run: (ctx: MachineCtx, raw: RawInput) => Promise<Answer>;
  /** Where there is something to ask the database for at once; for a request without a query. */
  readonly prefetch: Prefetch | null;
}

/** Reads ahead what a request of a key that is bound to an environment will probably need. */
export type Prefetch = (
  source: Pick<MachineCtx, "pool" | "seals" | "now">,
  environment: BoundEnvironment,
  params: RawInput["params"],
) => Prefetched;

interface Input<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  readonly ctx: MachineCtx;
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  /** A header of the request. */
  readonly header: (name: string) => string | undefined;
}

const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;

/** What else is wrong with a body that is not as its schema wants it, which only a use case can tell. */
export type AlsoWrong<P extends z.ZodObject, Q extends z.ZodObject> = (
  input: Pick<Input<P, Q, z.ZodUnknown>, "ctx" | "params" | "query" | "body">,
) => Promise<FieldErrors>;

/** Describes and makes an endpoint. `handle` gets only what the schemas let through. */
export function endpoint<
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = z.ZodUndefined,
>(
  spec: EndpointSpec & { readonly params?: P; readonly query?: Q; readonly body?: B },
  handle: (input: Input<P, Q, B>) => Promise<Answer>,
  { prefetch, alsoWrong }: { readonly prefetch?: Prefetch; readonly alsoWrong?: AlsoWrong<P, Q> } = {},
): Endpoint {
  const schemas = {
    params: spec.params ?? NOTHING,
    query: spec.query ?? NOTHING,
    body: spec.body ?? z.undefined(),
    opaque: spec.opaque ?? [],
  };
  return {
    spec,
    prefetch: prefetch ?? null,
    run: (ctx, raw) => {
      try {
        // The schemas are the ones of the type parameters, or stand for there being none.
        const parsed = parseInput(schemas, raw) as Pick<Input<P, Q, B>, "params" | "query" | "body">;
        return handle({ ctx, ...parsed, header: raw.header });
      } catch (error) {
        if (!alsoWrong || !isAppError(error) || error.code !== "validation") throw error;
        return allIssues(error, schemas, raw, (parsed) =>
          alsoWrong({ ctx, ...(parsed as Pick<Input<P, Q, z.ZodUnknown>, "params" | "query" | "body">) }),
        );
      }
    },
  };
}

/** Throws the errors of a body together with those that show only when one looks further. */
async function allIssues(
  error: AppError,
  schemas: Schemas,
  raw: RawInput,
  others: (parsed: Record<Part, unknown>) => Promise<FieldErrors>,
): Promise<never> {
  let parsed: Record<Part, unknown>;
  try {
    parsed = parseInput({ ...schemas, body: z.unknown() }, raw);
  } catch {
    throw error;
  }
  const fields = { ...(await others(parsed)), ...error.context.fields };
  throw new AppError("validation", error.detail, { fields });
}
