import type { LabelledChange } from "@/components/ui/change-lines";
import { endpointOf } from "@/lib/allowlist/form/endpoint";
import { type EndpointValues, isFilled, type Row } from "@/lib/allowlist/form/values";

/** In what two endpoints differ, in words. */
export function changedParts(from: EndpointValues, to: EndpointValues): LabelledChange[] {
  const [before, after] = [partsOf(from), partsOf(to)];
  return Object.entries(before)
    .map(([label, part]) => ({ label, from: part, to: after[label] ?? "" }))
    .filter((part) => part.from !== part.to);
}

function partsOf(values: EndpointValues): Readonly<Record<string, string>> {
  const { contentType, headers, query, ca, answer, timeoutSeconds } = values.configuration;
  const { encryption, decryption, signature } = endpointOf(values).configuration;
  return {
    Description: values.description,
    Method: values.method,
    Address: values.url,
    "Data is sent as": contentType,
    "Response headers to pass on": answer.headers,
    "Timeout (seconds)": timeoutSeconds,
    "Max response (KiB)": answer.bytesMax,
    "Certificate authority": ca.secret,
    Headers: headers.filter(isFilled).map(rowLabel).join(", "),
    "Query parameters": query.filter(isFilled).map(rowLabel).join(", "),
    Encryption: inWords(encryption),
    Answer: inWords(decryption),
    Signature: inWords(signature),
  };
}

function rowLabel({ name, value: { prefix, from } }: Row): string {
  return `${name}: ${prefix}${from.secret && `{${from.secret}}`}`;
}

/** All that is said in a part, in its order. */
function inWords(part: unknown): string {
  if (part === null) return "none";
  if (typeof part !== "object") return String(part ?? "");
  return Object.values(part)
    .map(inWords)
    .filter((text) => text !== "")
    .join(", ");
}
