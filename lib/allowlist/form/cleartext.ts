import { isPlainHttp } from "../configuration/plain-http";
import { parameterOf } from "../envelope/field-path";
import type { EndpointValues } from "./values";

/** The rows, as `headers.0`, whose secret would travel in cleartext; null: nothing does, because the address has TLS. */
export function cleartextRows({ url, configuration }: EndpointValues): string[] | null {
  if (!isPlainHttp(url)) return null;
  const { level, in: where, paths } = configuration.encryption;
  const sealed = level === "fields" && where === "query" ? paths.split("\n").map(parameterOf) : [];
  return (["headers", "query"] as const).flatMap((kind) =>
    configuration[kind].flatMap(({ name, value }, at) =>
      value.from.secret === "" || (kind === "query" && sealed.includes(name)) ? [] : [`${kind}.${at}`],
    ),
  );
}
