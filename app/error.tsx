"use client";

import { BarePage } from "@/components/frame/bare-page";
import { FailureMessage } from "@/components/frame/failure-message";

export default function ErrorPage(props: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <BarePage>
      <FailureMessage {...props} />
    </BarePage>
  );
}
