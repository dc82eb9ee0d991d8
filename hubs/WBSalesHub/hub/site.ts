import type { Site } from "@/lib/site";

/** What is this hub's own in the frame around its pages. */
export const site: Site = {
  accent: "brick",
  description: "The sales pipeline: open deals by stage, what closes next, and the customers behind them.",
  footnote: "Sample data as of 25 November 2026.",
  nav: [
    { href: "/", label: "Pipeline" },
    { href: "/deals", label: "Deals" },
    { href: "/customers", label: "Customers" },
  ],
};
