/** Sample data. Amounts in won, tax included. */

export const AS_OF = "2026-11-25";

export type Invoice = { number: string; customer: string; issuedOn: string; dueOn: string; amount: number; paidOn: string | null };

export const INVOICES: readonly Invoice[] = [
  { number: "2026-0311", customer: "Haneul Logistics", issuedOn: "2026-11-19", dueOn: "2026-12-19", amount: 48_400_000, paidOn: null },
  { number: "2026-0310", customer: "Namsan Hotels", issuedOn: "2026-11-17", dueOn: "2026-12-17", amount: 16_500_000, paidOn: null },
  { number: "2026-0309", customer: "Dasom Clinics", issuedOn: "2026-11-12", dueOn: "2026-12-12", amount: 22_660_000, paidOn: null },
  { number: "2026-0308", customer: "Onnuri Foods", issuedOn: "2026-11-09", dueOn: "2026-12-09", amount: 35_200_000, paidOn: "2026-11-23" },
  { number: "2026-0307", customer: "Baram Energy", issuedOn: "2026-11-02", dueOn: "2026-12-02", amount: 61_050_000, paidOn: null },
  { number: "2026-0306", customer: "Mirae Education", issuedOn: "2026-10-26", dueOn: "2026-11-25", amount: 12_100_000, paidOn: null },
  { number: "2026-0305", customer: "Sejong Print", issuedOn: "2026-10-20", dueOn: "2026-11-19", amount: 7_040_000, paidOn: null },
  { number: "2026-0304", customer: "Haneul Logistics", issuedOn: "2026-10-19", dueOn: "2026-11-18", amount: 48_400_000, paidOn: "2026-11-16" },
  { number: "2026-0303", customer: "Baram Energy", issuedOn: "2026-10-05", dueOn: "2026-11-04", amount: 29_700_000, paidOn: null },
  { number: "2026-0302", customer: "Dasom Clinics", issuedOn: "2026-10-01", dueOn: "2026-10-31", amount: 22_660_000, paidOn: "2026-10-30" },
  { number: "2026-0301", customer: "Onnuri Foods", issuedOn: "2026-09-29", dueOn: "2026-10-29", amount: 35_200_000, paidOn: "2026-10-27" },
];
