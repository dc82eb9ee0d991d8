import type { ReactNode } from "react";

/** The one h1 of a page, what the page is for, and at most one thing beside it. */
export function PageHeader({ title, lead, lang, children }: { title: string; lead?: ReactNode; lang?: string; children?: ReactNode }) {
  return (
    <div className="page-header">
      <div>
        <h1 lang={lang}>{title}</h1>
        {lead !== undefined && <p className="lead">{lead}</p>}
      </div>
      {children}
    </div>
  );
}
