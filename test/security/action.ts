import { actionId } from "./build";
import type { Answer } from "./http";
import type { Instance, Visitor } from "./instance";

export type Fields = Readonly<Record<string, string | readonly string[] | Blob>>;

export interface Call {
  readonly action: string;
  /** The page that the call comes from. */
  readonly path: string;
  readonly fields?: Fields;
  /** Over the right ones, to send wrong ones; an empty text leaves a header out. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The state that a form begins with, as the first argument of its action. */
const IDLE = { status: "idle" };

/** Calls a server action as the page's script does: its arguments in React's multipart encoding. */
export async function callAction(instance: Instance, visitor: Visitor, call: Call): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of entriesOf(call.fields ?? {})) form.append(`_1_${name}`, value);
  // `signOutAction` is a form's action as it is; all others take a state before the form.
  form.append("0", JSON.stringify(call.action === "signOutAction" ? ["$K1"] : [IDLE, "$K1"]));
  const { body, type } = await encode(form);
  return post(instance, visitor, { ...call, body, type });
}

/** Posts multipart bytes to an action, whatever they hold. */
export function post(
  instance: Instance,
  visitor: Visitor,
  call: Omit<Call, "fields"> & { readonly body: Buffer | string; readonly type: string },
): Promise<Answer> {
  const headers = {
    origin: instance.origin,
    accept: "text/x-component",
    "content-type": call.type,
    "next-action": actionIdOr(call.action),
    ...call.headers,
  };
  const kept = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
  return instance.ask(visitor, { method: "POST", path: call.path, headers: kept, body: call.body });
}

/** A form's bytes and their content type. */
export async function encode(form: FormData): Promise<{ readonly body: Buffer; readonly type: string }> {
  const encoded = new Response(form);
  const type = encoded.headers.get("content-type") ?? "";
  return { body: Buffer.from(await encoded.arrayBuffer()), type };
}

export function* entriesOf(fields: Fields): Generator<[string, string | Blob]> {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string" || value instanceof Blob) yield [name, value];
    else for (const one of value) yield [name, one];
  }
}

/** An action by its name, or an id as it is. */
function actionIdOr(nameOrId: string): string {
  return nameOrId.endsWith("Action") ? actionId(nameOrId) : nameOrId;
}

/** What an action answered: its form state, or where it leads, or the bare HTTP status. */
export interface Outcome {
  readonly kind: "done" | "failed" | "redirect" | "status";
  /** The error code of a failed state, the address of a redirect, or the status. */
  readonly detail: string;
  readonly state: Record<string, unknown>;
}

/** Reads the answer of an action from React's stream. */
export function outcomeOf({ status, headers, text }: Answer): Outcome {
  const variant = headers["x-action-redirect"] ?? (status === 303 ? headers.location : undefined);
  if (variant !== undefined)
    return { kind: "redirect", detail: String(variant).replace(/;(push|replace)$/, ""), state: {} };
  const rows = status === 200 ? rowsOf(Buffer.from(text)) : new Map<string, string>();
  const pointer = /"a":"\$@(\w+)"/.exec(rows.get("0") ?? "")?.[1] ?? "";
  const row = rows.get(pointer);
  if (!row?.startsWith("{")) return { kind: "status", detail: String(status), state: {} };
  const state = JSON.parse(row) as Record<string, unknown>;
  return state.status === "done"
    ? { kind: "done", detail: "", state }
    : { kind: "failed", detail: String(state.code), state };
}

/** The rows of React's stream by their ids. A row ends with its line; a long text has its length before it instead. */
function rowsOf(stream: Buffer): Map<string, string> {
  const rows = new Map<string, string>();
  for (let at = 0; at < stream.length; ) {
    const colon = stream.indexOf(":", at);
    if (colon < 0) break;
    const id = stream.toString("utf8", at, colon);
    const isText = stream[colon + 1] === "T".charCodeAt(0);
    const start = isText ? stream.indexOf(",", colon) + 1 : colon + 1;
    const length = isText ? Number.parseInt(stream.toString("utf8", colon + 2, start - 1), 16) : undefined;
    const lineEnd = stream.indexOf("\n", start);
    const end = length === undefined ? (lineEnd < 0 ? stream.length : lineEnd) : start + length;
    rows.set(id, stream.toString("utf8", start, end));
    at = length === undefined ? end + 1 : end;
  }
  return rows;
}
