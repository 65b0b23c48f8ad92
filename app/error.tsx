"use client";

import { BarePage } from "@/components/shell/bare-page";
import { FailureMessage } from "@/components/shell/failure-message";

export default function ErrorPage(props: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <BarePage>
      <FailureMessage {...props} />
    </BarePage>
  );
}
