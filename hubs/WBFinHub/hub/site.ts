import type { Site } from "@/lib/site";

/** What is this hub's own in the frame around its pages. */
export const site: Site = {
  accent: "green",
  description: "Money in and out: invoices, cash flow and the ledger.",
  footnote: "Sample data as of 25 November 2026.",
  nav: [
    { href: "/", label: "Overview" },
    { href: "/invoices", label: "Invoices" },
    { href: "/cash-flow", label: "Cash flow" },
    { href: "/ledger", label: "Ledger" },
  ],
};
