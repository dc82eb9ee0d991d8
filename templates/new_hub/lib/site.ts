import type { NavItem } from "@/components/nav";

/** `accent` is one of the colours that app/globals.css knows; `footnote` ends every page. */
export type Site = {
  accent: "indigo" | "brick" | "green" | "plum";
  description: string;
  footnote: string;
  nav: readonly NavItem[];
};
