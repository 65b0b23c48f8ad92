import { type EndpointValues, isSame } from "./values";

/**
 * Whether all that a check looked at for a path, as `inForm` has it, is still in the form. What was found there says
 * nothing about another choice.
 */
export function isAsChecked(path: string, checked: EndpointValues, now: EndpointValues): boolean {
  return isSame(looksAt(path, checked), looksAt(path, now));
}

function looksAt(path: string, { configuration }: EndpointValues): unknown {
  const { headers, query, encryption, decryption, signature, ca } = configuration;
  const [, part = "", at = ""] = path.split(".");
  if (part === "headers") return headers[Number(at)];
  if (part === "query") return query[Number(at)];
  if (part === "ca") return ca;
  if (part === "signature") return { ...signature, header: null };
  const { method, iv, key } = (part === "encryption" ? encryption : decryption).cipher;
  // A key of the request may have to open answers too.
  const shared = { method, levels: `${encryption.level} ${decryption.level} ${decryption.cipher.source}` };
  if (path.endsWith(".iv.iv")) return { ...shared, iv };
  const { from, reading, derivation } = key;
  if (path.endsWith(".salt")) return { ...shared, ...derivation, iterations: null, info: null };
  return { ...shared, from, reading, derivation: derivation.function };
}
