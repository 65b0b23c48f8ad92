"use client";

import { CloudAlert } from "lucide-react";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Message } from "./message";

interface FailureMessageProps {
  readonly error: unknown;
  readonly retry: () => void;
}

/** A page that could not be made: what that means, how to try again, and what to tell whoever runs the server. */
export function FailureMessage({ error, retry }: FailureMessageProps) {
  const [isRetrying, startRetry] = useTransition();
  const reference = referenceOf(error);
  return (
    <Message
      icon={CloudAlert}
      title="This page could not be loaded"
      actions={
        <>
          <Button tone="primary" aria-disabled={isRetrying || undefined} onClick={() => startRetry(retry)}>
            {isRetrying ? "Retrying…" : "Retry"}
          </Button>
          {/* A plain link: it loads everything anew. */}
          <a href="/" className={buttonStyle("secondary", "medium")}>
            Go to Home
          </a>
        </>
      }
    >
      <p>
        Something failed while it was being made. What you had saved is safe. What you were just saving may or
        may not have been saved: reload to check.
      </p>
      <p>Try again in a moment. If it keeps failing, ask whoever runs this server to look at its log.</p>
      {reference && (
        <p>
          Reference: <code className="font-mono text-sm text-ink select-all">{reference}</code>
        </p>
      )}
    </Message>
  );
}

function referenceOf(error: unknown): string | null {
  const digest = error instanceof Error && "digest" in error ? error.digest : null;
  return typeof digest === "string" ? digest : null;
}
