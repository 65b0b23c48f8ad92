import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { THEME_COOKIE, type Theme, themeOf } from "@/components/shell/theme";
import { ClockProvider } from "@/components/ui/clock";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { ToastRegion } from "@/components/ui/toast-region";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Strongroom", template: "%s · Strongroom" },
  description: "Secrets that go in and do not come out.",
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, email: false, address: false },
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/favicon.ico", sizes: "32x32" },
      { url: "/icon.svg", type: "image/svg+xml", sizes: "any" },
    ],
    apple: "/icons/apple-touch-icon.png",
  },
};

/** The colour token `canvas`, for the browser's own bars around the page. */
const THEME_COLORS = { light: "#f6f6f8", dark: "#0f1013" } as const;

export async function generateViewport(): Promise<Viewport> {
  const theme = await chosenTheme();
  const perScheme = (["light", "dark"] as const).map((scheme) => ({
    media: `(prefers-color-scheme: ${scheme})`,
    color: THEME_COLORS[scheme],
  }));
  return {
    width: "device-width",
    initialScale: 1,
    colorScheme: "light dark",
    themeColor: theme === "system" ? perScheme : THEME_COLORS[theme],
  };
}

/** The theme comes with the page, so nothing flashes and no script of ours stands in it. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  // The nonce of the content security policy is made per request, so no page may be made before one comes.
  await connection();
  const theme = await chosenTheme();
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        <ClockProvider now={Date.now()}>{children}</ClockProvider>
        <ToastRegion />
        <FocusKeeper />
      </body>
    </html>
  );
}

async function chosenTheme(): Promise<Theme> {
  return themeOf((await cookies()).get(THEME_COOKIE)?.value);
}
