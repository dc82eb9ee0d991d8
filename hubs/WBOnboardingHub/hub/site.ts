import type { Site } from "@/lib/site";

/** What is this hub's own in the frame around its pages. */
export const site: Site = {
  accent: "plum",
  description: "New hires and their first three months: who starts when, what is done, what is next.",
  footnote: "Sample data as of 25 November 2026.",
  nav: [
    { href: "/", label: "This week" },
    { href: "/people", label: "New hires" },
    { href: "/programme", label: "Programme" },
  ],
};
