import type { Settings } from "@/lib/platform/settings";
import { askHealth, type HealthAnswer } from "@/lib/runtime/health-question";
import { doubtful, type Finding, fine, wrong } from "./finding";

const DAY_MS = 86_400_000;
const CERTIFICATE_DAYS_MIN = 14;
/** What no browser overlooks; other codes are of authorities that this machine does not know. */
const BAD_CERTIFICATE = /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID)$/;
const UNKNOWN_AUTHORITY = /CERT|SIGNATURE/;

type Asked = Pick<Settings, "origin" | "host" | "port">;

/** Asks the running server for its health as people reach it. Where no server answers, there is nothing to find out. */
export async function addressFindings({ origin, host, port }: Asked, ca?: string): Promise<Finding[]> {
  const answer = await askHealth(origin, { ca });
  if ("code" in answer && UNKNOWN_AUTHORITY.test(answer.code))
    return [certificateFailure(origin, answer.code)];
  if (!("code" in answer) && answer.forwarded !== null) return answerFindings(origin, answer);
  const reason = "code" in answer ? answer.code : `status ${answer.status}`;
  const near = await askHealth(`http://${reachable(host)}:${port}`);
  if ("code" in near || near.forwarded === null)
    return [fine("address", `no server answers at ${origin} (${reason})`)];
  return [
    wrong(
      "address",
      `${origin} does not lead to the server that runs here (${reason})`,
      "put STRONGROOM_URL, its name or the proxy right",
    ),
  ];
}

/** A server that listens everywhere is reached here. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

function answerFindings(origin: string, answer: HealthAnswer): Finding[] {
  const health =
    answer.reason === null
      ? fine("address", `${origin} answers and is well`)
      : wrong("address", `${origin} answers that ${answer.reason}`, "look into the program's log");
  return [health, ...certificateFindings(answer), ...proxyFindings(origin, answer)];
}

function certificateFailure(origin: string, code: string): Finding {
  if (BAD_CERTIFICATE.test(code))
    return wrong("certificate", `${origin} shows one that is refused (${code})`, "renew it at the proxy");
  return doubtful(
    "certificate",
    `${origin} shows one of an authority that is not known here (${code})`,
    "have the proxy send the whole chain, or run this with NODE_EXTRA_CA_CERTS",
  );
}

function certificateFindings({ certificateEnds }: HealthAnswer): Finding[] {
  if (!certificateEnds) return [];
  const days = Math.floor((certificateEnds.getTime() - Date.now()) / DAY_MS);
  const text = `good until ${certificateEnds.toISOString().slice(0, 10)}, ${days} days`;
  if (days >= CERTIFICATE_DAYS_MIN) return [fine("certificate", text)];
  return [doubtful("certificate", text, "renew it, and see why that did not happen by itself")];
}

function proxyFindings(origin: string, { forwarded }: HealthAnswer): Finding[] {
  const seems = "every client seems to have the proxy's address";
  if (forwarded === "believed") return [fine("proxy", "trusted, and names its clients")];
  if (forwarded === "ignored")
    return [
      wrong(
        "proxy",
        `not among STRONGROOM_TRUSTED_PROXIES: ${seems}`,
        "add the address by which it reaches Strongroom",
      ),
    ];
  // Strongroom itself speaks http alone.
  if (!origin.startsWith("https:")) return [];
  return [doubtful("proxy", `sends no X-Forwarded-For: ${seems}`, "have the proxy set that header")];
}
