import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { THEME_COOKIE, themeOf } from "@/components/frame/theme";
import { ClockProvider } from "@/components/ui/clock";
import { ToastRegion } from "@/components/ui/toast-region";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Strongroom", template: "%s · Strongroom" },
  description: "Secrets that go in and do not come out.",
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

/** The theme comes with the page, so nothing flashes and no script of ours stands in it. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  // The nonce of the content security policy is made per request, so no page may be made before one comes.
  await connection();
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        <ClockProvider now={Date.now()}>{children}</ClockProvider>
        <ToastRegion />
      </body>
    </html>
  );
}
