import { parameterOf } from "../envelope/field-path";
import type { Configuration, Filled } from "./model";

/** Whether what is sent to an address is sent without TLS. An Owner has to have allowed its host. */
export function isPlainHttp(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "http:";
}

/** The headers and parameters whose secret everybody on the way could read without TLS. */
export function readableWithoutTls<R>({
  headers,
  query,
  encryption,
}: Pick<Configuration<R>, "headers" | "query" | "encryption">): Filled<R>[] {
  const isInQuery = encryption?.level === "fields" && encryption.in === "query";
  const sealed = new Set(isInQuery ? encryption.paths.map(parameterOf) : []);
  return [...headers, ...query.filter(({ name }) => !sealed.has(name))].filter(
    ({ value }) => "from" in value,
  );
}
