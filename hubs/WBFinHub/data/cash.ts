/** Sample data. Won a month, as the bank saw it. */

export type CashMonth = { month: string; received: number; spent: number };

export const OPENING_BALANCE = 612_400_000;

export const CASH: readonly CashMonth[] = [
  { month: "2025-12", received: 188_200_000, spent: 171_600_000 },
  { month: "2026-01", received: 142_900_000, spent: 168_300_000 },
  { month: "2026-02", received: 151_400_000, spent: 165_800_000 },
  { month: "2026-03", received: 207_700_000, spent: 174_200_000 },
  { month: "2026-04", received: 196_300_000, spent: 178_900_000 },
  { month: "2026-05", received: 175_800_000, spent: 181_500_000 },
  { month: "2026-06", received: 214_600_000, spent: 190_400_000 },
  { month: "2026-07", received: 183_100_000, spent: 187_200_000 },
  { month: "2026-08", received: 221_900_000, spent: 193_700_000 },
  { month: "2026-09", received: 209_500_000, spent: 196_100_000 },
  { month: "2026-10", received: 238_400_000, spent: 201_800_000 },
  { month: "2026-11", received: 226_700_000, spent: 188_500_000 },
];

export type Spending = { kind: string; amount: number };

/** Spent in the last month of CASH. */
export const SPENDING: readonly Spending[] = [
  { kind: "Salaries", amount: 118_300_000 },
  { kind: "Servers and software", amount: 24_900_000 },
  { kind: "Office", amount: 18_200_000 },
  { kind: "Taxes", amount: 16_400_000 },
  { kind: "Travel and other", amount: 10_700_000 },
];
