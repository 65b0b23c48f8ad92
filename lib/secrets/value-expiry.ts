import { X509Certificate } from "node:crypto";

/** Later dates than this are no dates that anybody plans with, and more than a database holds. */
const YEAR_MAX = 9_999;
/** As many certificates of a chain are read. */
const CERTIFICATES_MAX = 10;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const JWT = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

/**
 * When a value ends by itself, as far as it says so: a certificate, or the first one of a chain to end (X.509, notAfter), a
 * JSON Web Token (RFC 7519, `exp`), and what is signed for a time in its query: shared access signatures of Azure (`se`),
 * presigned addresses of AWS and of Google Cloud. Null for anything else. Trusts nothing: it is a reminder.
 */
export function expiryOf(value: string): Date | null {
  const text = value.trim();
  const time = text.includes("-----BEGIN CERTIFICATE-----")
    ? certificatesEnd(text)
    : (tokenEnd(text) ?? signatureEnd(text));
  const isDate =
    time !== null && Number.isFinite(time) && time > 0 && new Date(time).getUTCFullYear() <= YEAR_MAX;
  return isDate ? new Date(time) : null;
}

function certificatesEnd(text: string): number | null {
  const found = (text.match(CERTIFICATE) ?? [])
    .slice(0, CERTIFICATES_MAX)
    .flatMap((pem) => notAfter(pem) ?? []);
  return found.length > 0 ? Math.min(...found) : null;
}

function notAfter(pem: string): number | null {
  try {
    return Date.parse(new X509Certificate(pem).validTo);
  } catch {
    return null;
  }
}

function tokenEnd(text: string): number | null {
  // Every JWT begins so: a JSON object in base64url.
  const [, payload] = text.startsWith("ey") ? (JWT.exec(text) ?? []) : [];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    const exp = typeof claims === "object" && claims !== null ? Reflect.get(claims, "exp") : null;
    return typeof exp === "number" ? exp * 1_000 : null;
  } catch {
    return null;
  }
}

/** Longer ones are no addresses. */
const SIGNED_LENGTH_MAX = 8_192;
/** `20270131T093000Z`. */
const BASIC_TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** https://learn.microsoft.com/rest/api/storageservices/create-account-sas and the query of AWS's and Google's signature version 4. */
function signatureEnd(text: string): number | null {
  if (text.length > SIGNED_LENGTH_MAX || !/[?&]|^s[a-z]=/.test(text) || /\s/.test(text)) return null;
  const query = new URLSearchParams(text.slice(text.indexOf("?") + 1));
  if (query.has("sig") && query.has("se")) return Date.parse(query.get("se") ?? "");
  for (const by of ["X-Amz", "X-Goog"]) {
    const begun = query.get(`${by}-Date`)?.replace(BASIC_TIME, "$1-$2-$3T$4:$5:$6Z") ?? "";
    const seconds = query.get(`${by}-Expires`) ?? "";
    if (query.has(`${by}-Signature`) && /^\d{1,9}$/.test(seconds))
      return Date.parse(begun) + Number(seconds) * 1_000;
  }
  return null;
}
