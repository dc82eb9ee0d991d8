/** Sample data. Amounts in won, without tax. */

export const AS_OF = "2026-11-25";

export const STAGES = ["Lead", "Qualified", "Proposal", "Negotiation"] as const;
export type Stage = (typeof STAGES)[number];

/** How often a deal in this stage was won in the last two years. */
export const CHANCE: Record<Stage, number> = { Lead: 0.1, Qualified: 0.25, Proposal: 0.5, Negotiation: 0.75 };

export type Deal = {
  id: string;
  title: string;
  customerId: string;
  stage: Stage;
  amount: number;
  closesOn: string;
  owner: string;
  next: string;
};

export const DEALS: readonly Deal[] = [
  { id: "D-1042", title: "Fleet tracking, 180 vans", customerId: "haneul-logistics", stage: "Negotiation", amount: 412_000_000, closesOn: "2026-12-04", owner: "Seo Min-jun", next: "Send the revised service terms" },
  { id: "D-1051", title: "Wind farm maintenance desk", customerId: "baram-energy", stage: "Proposal", amount: 286_500_000, closesOn: "2026-12-18", owner: "Choi Ara", next: "Answer the security questionnaire" },
  { id: "D-1037", title: "Booking for eleven sites", customerId: "dasom-clinic", stage: "Negotiation", amount: 148_000_000, closesOn: "2026-12-01", owner: "Seo Min-jun", next: "Agree on the start date with Seoul" },
  { id: "D-1058", title: "Campus licences 2027", customerId: "mirae-edu", stage: "Proposal", amount: 96_000_000, closesOn: "2027-01-22", owner: "Park Jae-won", next: "Walk through the offer on Thursday" },
  { id: "D-1060", title: "Cold chain sensors", customerId: "onnuri-foods", stage: "Qualified", amount: 221_000_000, closesOn: "2027-02-12", owner: "Choi Ara", next: "Visit the Gwangju plant" },
  { id: "D-1063", title: "Order portal", customerId: "sejong-print", stage: "Qualified", amount: 38_400_000, closesOn: "2027-01-15", owner: "Park Jae-won", next: "Collect sample orders" },
  { id: "D-1064", title: "Guest app, seven houses", customerId: "namsan-hotel", stage: "Lead", amount: 330_000_000, closesOn: "2027-03-31", owner: "Choi Ara", next: "Review the pilot's figures" },
  { id: "D-1066", title: "Warehouse onboarding pack", customerId: "haneul-logistics", stage: "Lead", amount: 54_000_000, closesOn: "2027-02-26", owner: "Seo Min-jun", next: "Find out who decides" },
  { id: "D-1055", title: "Archive for patient letters", customerId: "dasom-clinic", stage: "Qualified", amount: 72_500_000, closesOn: "2027-01-29", owner: "Seo Min-jun", next: "Check the retention rules" },
  { id: "D-1049", title: "Supplier scorecards", customerId: "onnuri-foods", stage: "Proposal", amount: 64_000_000, closesOn: "2026-12-11", owner: "Choi Ara", next: "Shorten the offer to two pages" },
];

/** Deals won, by month. */
export const WON: readonly { month: string; amount: number }[] = [
  { month: "2026-06", amount: 142_000_000 },
  { month: "2026-07", amount: 98_500_000 },
  { month: "2026-08", amount: 176_000_000 },
  { month: "2026-09", amount: 203_400_000 },
  { month: "2026-10", amount: 167_200_000 },
  { month: "2026-11", amount: 231_800_000 },
];

/** Closed in the last twelve months. */
export const CLOSED = { won: 31, lost: 42, medianDays: 47 } as const;
