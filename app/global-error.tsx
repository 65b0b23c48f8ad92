"use client";

import { BarePage } from "@/components/shell/bare-page";
import { FailureMessage } from "@/components/shell/failure-message";
import "./globals.css";

/** Takes the place of the root layout when that itself failed, and so follows the system's theme. */
export default function GlobalError(props: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>This page could not be loaded · Strongroom</title>
        <BarePage>
          <FailureMessage {...props} />
        </BarePage>
      </body>
    </html>
  );
}
