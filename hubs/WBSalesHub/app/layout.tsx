import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";

import { Shell } from "@/components/shell";
import { site } from "@/hub/site";
import { identity } from "@/lib/identity";

import "./globals.css";

export const metadata: Metadata = {
  title: { default: identity.title, template: `%s · ${identity.title}` },
  description: site.description,
  robots: { index: false, follow: false }, // staging
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" data-accent={site.accent}>
      <body>
        <Shell>{children}</Shell>
      </body>
    </html>
  );
}
