import { isPlainHttp } from "../configuration/plain-http";
import { parameterOf } from "../envelope/field-path";
import { type Draft, ROW_KINDS } from "./model";

/** The rows, as `headers.0`, whose secret would travel in clear; null: nothing does, because the address has TLS. */
export function rowsInClear(draft: Draft): string[] | null {
  if (!isPlainHttp(draft.url)) return null;
  const { request, requestIn } = draft;
  const isInQuery = request.level === "fields" && requestIn === "query";
  const sealed = isInQuery ? request.paths.split(/\r\n?|\n/).map(parameterOf) : [];
  return ROW_KINDS.flatMap((kind) =>
    draft[kind].flatMap(({ name, secret }, at) =>
      secret === "" || (kind === "query" && sealed.includes(name)) ? [] : [`${kind}.${at}`],
    ),
  );
}
