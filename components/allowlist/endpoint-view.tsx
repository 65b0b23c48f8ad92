"use client";

import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { EndpointPageData } from "@/lib/allowlist/loaders";
import { DeleteEndpointDialog } from "./delete-endpoint-dialog";
import { MarkVerifiedDialog } from "./mark-verified-dialog";
import { MARK_DIALOG, StatusCard } from "./status-card";
import { TestCard } from "./test-card";

interface EndpointViewProps {
  readonly data: EndpointPageData;
  readonly basePath: string;
}

/** What can be done with an endpoint. */
export function EndpointView({ data, basePath }: EndpointViewProps) {
  const { endpoint, scope, may } = data;
  const dialog = useDialogParam();
  return (
    <>
      <StatusCard endpoint={endpoint} scope={scope} may={may} />
      {may.send && <TestCard endpoint={endpoint} scope={scope} takesBody={data.takesBody} />}
      {dialog.name === MARK_DIALOG && may.markVerified && (
        <MarkVerifiedDialog endpoint={endpoint} scope={scope} basePath={basePath} onClose={dialog.close} />
      )}
      {dialog.name === "delete" && may.write && (
        <DeleteEndpointDialog name={endpoint.name} scope={scope} basePath={basePath} onClose={dialog.close} />
      )}
    </>
  );
}
