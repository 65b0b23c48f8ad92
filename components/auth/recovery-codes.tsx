"use client";

import { Copy, Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { useIsHydrated } from "@/components/ui/clock";

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  /** What goes on, once they are kept. */
  readonly children: ReactNode;
}

/** Recovery codes, this once, with ways to keep them. */
export function RecoveryCodes({ codes, children }: RecoveryCodesProps) {
  const isHydrated = useIsHydrated();
  return (
    <div className="flex flex-col gap-4">
      <Alert tone="warning" role="status" title="Keep these recovery codes. They are shown only now.">
        Each works once if you lose your device. Keep them where you keep passwords, not on the phone.
      </Alert>
      <ol
        aria-label="Recovery codes"
        className="grid gap-x-6 gap-y-1 rounded-md border border-line bg-sunken px-4 py-3 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      {isHydrated && <KeepButtons codes={codes} />}
      {isHydrated && <p className="hidden print:block">For Strongroom at {signInAddress()}</p>}
      {children}
    </div>
  );
}

/** The same on a page of the account, to which the way on leads. */
export function AccountRecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <RecoveryCodes codes={codes}>
      <div>
        <ButtonLink href="/account" tone="primary">
          I’ve saved these codes
        </ButtonLink>
      </div>
    </RecoveryCodes>
  );
}

function KeepButtons({ codes }: { readonly codes: readonly string[] }) {
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");
  const copy = () =>
    navigator.clipboard.writeText(codes.join("\n")).then(
      () => setCopied("yes"),
      () => setCopied("failed"),
    );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="small" onClick={copy}>
        <Copy aria-hidden className="size-4" />
        Copy
      </Button>
      <Button size="small" onClick={() => download(codes)}>
        <Download aria-hidden className="size-4" />
        Download as text
      </Button>
      <span role="status" className="text-sm text-muted">
        {copied === "yes" && "Copied"}
        {copied === "failed" && "Copying did not work here: select and copy them."}
      </span>
    </div>
  );
}

function signInAddress(): string {
  return `${window.location.origin}/sign-in`;
}

function download(codes: readonly string[]): void {
  const lines = ["Recovery codes for Strongroom. Each works once.", signInAddress(), "", ...codes];
  const url = URL.createObjectURL(new Blob([`${lines.join("\n")}\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "strongroom-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(url);
}
