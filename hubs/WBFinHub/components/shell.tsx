import Link from "next/link";
import type { ReactNode } from "react";

import { Nav } from "@/components/nav";
import { site } from "@/hub/site";
import { identity } from "@/lib/identity";

/** What stands around every page. The hubs are apps of their own, so the way from one to another is a plain link, not Next's. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="side">
        <Link className="brand" href="/">
          <span className="mark" aria-hidden="true">
            {identity.title.replace(/^WB /, "").charAt(0)}
          </span>
          <span>
            <span className="brand-name">{identity.title}</span>
            <span className="brand-note">Staging</span>
          </span>
        </Link>
        <Nav label={identity.title} items={site.nav} />
        {identity.basePath !== "" && (
          <a className="all-hubs" href="/">
            <span aria-hidden="true">←</span> All hubs
          </a>
        )}
      </header>
      <main id="content" className="content" tabIndex={-1}>
        {children}
        <footer className="foot">{site.footnote}</footer>
      </main>
    </div>
  );
}
