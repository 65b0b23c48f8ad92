"use client";

import { BarePage } from "@/components/shell/bare-page";
import { FailureMessage } from "@/components/shell/failure-message";
import { themeHere } from "@/components/shell/theme";
import "./globals.css";

/** Takes the place of the root layout when that, or what stands outside the app shell, failed. */
export default function GlobalError(props: { readonly error: unknown; readonly retry: () => void }) {
  const theme = themeHere();
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        <title>This page could not be loaded · Strongroom</title>
        <BarePage>
          <FailureMessage {...props} />
        </BarePage>
      </body>
    </html>
  );
}
