import { TriangleAlert } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import { isPlainHttp, readableWithoutTls } from "@/lib/allowlist/configuration/plain-http";
import type { EndpointPageData } from "@/lib/allowlist/loaders";

export const NO_TLS = "This address has no TLS";

/** What plain http means, on the page of an endpoint that is called like that. */
export function NoTls({ endpoint }: Pick<EndpointPageData, "endpoint">) {
  if (!isPlainHttp(endpoint.url)) return null;
  const names = readableWithoutTls(endpoint.configuration).map(({ name }) => name);
  return (
    <Alert tone="warning" title={NO_TLS}>
      What is sent and what comes back can be read and changed on the way, and nothing proves who answers.
      {names.length > 0 && ` ${secretsOf(names)} in clear.`}
    </Alert>
  );
}

function secretsOf(names: readonly string[]): string {
  const listed = new Intl.ListFormat("en").format(names);
  return names.length === 1 ? `The secret of ${listed} travels` : `The secrets of ${listed} travel`;
}

/** At a header or parameter. */
export function Cleartext() {
  return (
    <span className="inline-flex items-start gap-1.5 text-sm text-warning-ink">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      Travels in clear: the address has no TLS.
    </span>
  );
}
