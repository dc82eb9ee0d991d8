import type { Site } from "@/lib/site";

/** What is this hub's own in the frame around its pages. */
export const site: Site = {
  accent: "indigo",
  description: "WB Onboarding Hub: a new hub.",
  footnote: "Written by invoke new.",
  nav: [{ href: "/", label: "Start" }],
};
