import { fieldOf, isContainer } from "@/lib/allowlist/envelope/chosen-fields";
import { stepsOf } from "@/lib/allowlist/envelope/field-path";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import type { EgressAnswer } from "@/lib/net/egress";
import { failureWords } from "@/lib/net/egress-error";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError } from "@/lib/platform/app-error";

/** What a provider is asked with. */
export interface ProviderCall {
  readonly ctx: Ctx;
  readonly rotationId: string;
  /** The value that may manage keys there. */
  readonly authority: Plaintext;
}

/** A key as its provider made it. */
export interface ProviderKey {
  /** What is stored. */
  readonly value: string;
  /** What the provider calls it by. */
  readonly id: string;
}

/**
 * How a provider's keys are made and deleted, by its documentation. All but `create` may run twice. `C` is its part of the
 * configuration.
 */
export interface Provider<C> {
  /**
   * The id of the key in a value. Throws `conflict` for what is no key of this provider; null: it cannot be known, and people
   * delete the key.
   */
  idOf(call: ProviderCall, config: C, value: Plaintext): Promise<string | null>;
  /** Makes a key like the one with the id `like`, which is empty where it cannot be known, under a name where keys have one. */
  create(
    call: ProviderCall,
    config: C,
    key: { readonly like: string; readonly name: string },
  ): Promise<ProviderKey>;
  /** Deletes keys of this very name: what an attempt left behind that did not live to see its answer. */
  deleteNamed?(call: ProviderCall, config: C, name: string): Promise<void>;
  /** Throws unless the key works. */
  test(call: ProviderCall, config: C, value: Plaintext): Promise<void>;
  /** Deletes a key; one that is not there is deleted. */
  remove(call: ProviderCall, config: C, id: string): Promise<void>;
}

export interface ProviderRequest {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string;
  /** Statuses beside those of 2xx that are an answer too. */
  readonly also?: readonly number[];
}

const TIMEOUT_MS = 20_000;
const ANSWER_BYTES_MAX = 1_024 * 1_024;
const SHOWN_LENGTH_MAX = 200;

/** Sends a request to a provider. Throws `badGateway` when there is no answer, or one that says no, with what it says. */
export async function ask(ctx: Ctx, request: ProviderRequest): Promise<EgressAnswer> {
  const callable = await callableUrl(ctx, request.url);
  if ("issue" in callable) throw new AppError("badGateway", `The provider is not called. ${callable.issue}`);
  const { url, policy } = callable;
  const outcome = await ctx.egress.send(
    {
      ...{ url, policy, method: request.method, headers: request.headers, query: [], ca: null },
      body: request.body === undefined ? null : Buffer.from(request.body),
      answerBytesMax: ANSWER_BYTES_MAX,
    },
    AbortSignal.timeout(TIMEOUT_MS),
  );
  if ("failure" in outcome) {
    const { reason, code } = outcome.failure;
    throw new AppError("badGateway", `${url.host}: ${failureWords(reason, code)}`);
  }
  const { answer } = outcome;
  const isGood = (answer.status >= 200 && answer.status <= 299) || request.also?.includes(answer.status);
  if (isGood) return answer;
  const text = answer.body.toString("utf8").replaceAll(/\s+/g, " ").slice(0, SHOWN_LENGTH_MAX);
  throw new AppError("badGateway", `${url.host} answered ${answer.status}: ${text}`);
}

/** The object in an answer. Throws `badGateway` for anything else, such as a page for people. */
export function objectIn(answer: Pick<EgressAnswer, "body">): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(answer.body.toString("utf8")));
  } catch {
    throw new AppError("badGateway", "The provider answered something else than a JSON object.");
  }
}

/** What a JSON Pointer names in an answer; undefined where there is nothing. Throws `badGateway` for what is no JSON object. */
export function valueAt(answer: Pick<EgressAnswer, "body">, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>(
    (json, step) => (isContainer(json) && step !== "every" ? fieldOf(json, step.name) : undefined),
    objectIn(answer),
  );
}

/** A part of an answer that has to be an object. */
export function recordOf(json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return { ...json };
  throw new AppError("badGateway", "The provider's answer lacks a part that it should have.");
}

/** A part of an answer that has to be text with something in it. */
export function textOf(json: unknown): string {
  if (typeof json === "string" && json !== "") return json;
  throw new AppError("badGateway", "The provider's answer has no key in it.");
}

/** A list in an answer; empty for anything else. */
export function listOf(json: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(json) ? json.map(recordOf) : [];
}

/** The fields of a value that is stored as JSON. Throws `conflict` for anything else. */
export function fieldsIn<F extends string>(value: Plaintext, what: string, ...names: F[]): Record<F, string> {
  const fields = parsed(value.reveal());
  const entries = names.map((name) => [name, fields?.[name]] as const);
  if (entries.some(([, field]) => typeof field !== "string" || field === "")) {
    const shape = `{${names.map((name) => `"${name}": "…"`).join(", ")}}`;
    throw new AppError("conflict", `${what} has to be JSON: ${shape}.`);
  }
  return Object.fromEntries(entries) as Record<F, string>;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? { ...json } : null;
  } catch {
    return null;
  }
}
