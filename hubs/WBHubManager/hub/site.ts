import type { Site } from "@/lib/site";

/** What is this hub's own in the frame around its pages. */
export const site: Site = {
  accent: "indigo",
  description: "The four hubs of this host: which of them answer, since when, and in which revision.",
  footnote: "Health is asked from inside the Docker network, at the moment the page is made.",
  nav: [
    { href: "/", label: "Overview" },
    { href: "/routes", label: "Addresses" },
    { href: "/runbook", label: "Runbook" },
  ],
};
