/** Sample data: the November journal. Each entry moves one amount from the credited account to the debited one. */

export type Entry = { number: number; on: string; text: string; debit: string; credit: string; amount: number };

export const ENTRIES: readonly Entry[] = [
  { number: 1184, on: "2026-11-02", text: "Invoice 2026-0307, Baram Energy", debit: "1100 Receivables", credit: "4000 Sales", amount: 61_050_000 },
  { number: 1185, on: "2026-11-05", text: "Server rent, November", debit: "6200 Servers", credit: "1000 Bank", amount: 14_300_000 },
  { number: 1186, on: "2026-11-09", text: "Invoice 2026-0308, Onnuri Foods", debit: "1100 Receivables", credit: "4000 Sales", amount: 35_200_000 },
  { number: 1187, on: "2026-11-10", text: "Withholding tax, October", debit: "2300 Taxes due", credit: "1000 Bank", amount: 16_400_000 },
  { number: 1188, on: "2026-11-12", text: "Invoice 2026-0309, Dasom Clinics", debit: "1100 Receivables", credit: "4000 Sales", amount: 22_660_000 },
  { number: 1189, on: "2026-11-13", text: "Office rent, November", debit: "6100 Office", credit: "1000 Bank", amount: 18_200_000 },
  { number: 1190, on: "2026-11-16", text: "Payment of 2026-0304, Haneul Logistics", debit: "1000 Bank", credit: "1100 Receivables", amount: 48_400_000 },
  { number: 1191, on: "2026-11-17", text: "Invoice 2026-0310, Namsan Hotels", debit: "1100 Receivables", credit: "4000 Sales", amount: 16_500_000 },
  { number: 1192, on: "2026-11-19", text: "Invoice 2026-0311, Haneul Logistics", debit: "1100 Receivables", credit: "4000 Sales", amount: 48_400_000 },
  { number: 1193, on: "2026-11-20", text: "Software licences", debit: "6210 Software", credit: "1000 Bank", amount: 10_600_000 },
  { number: 1194, on: "2026-11-23", text: "Payment of 2026-0308, Onnuri Foods", debit: "1000 Bank", credit: "1100 Receivables", amount: 35_200_000 },
  { number: 1195, on: "2026-11-25", text: "Salaries, November", debit: "6000 Salaries", credit: "1000 Bank", amount: 118_300_000 },
];
