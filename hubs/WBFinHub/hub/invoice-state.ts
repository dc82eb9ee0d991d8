import { AS_OF, type Invoice } from "@/data/invoices";
import { daysBetween } from "@/lib/format";

export const STATES = ["Open", "Overdue", "Paid"] as const;
export type State = (typeof STATES)[number];

/** An invoice is overdue from the day after it was due. */
export function stateOf(invoice: Invoice): State {
  if (invoice.paidOn !== null) return "Paid";
  return daysOverdue(invoice) > 0 ? "Overdue" : "Open";
}

/** Negative while there is time left. */
export function daysOverdue(invoice: Invoice): number {
  return daysBetween(invoice.dueOn, AS_OF);
}

export function amountOf(invoices: readonly Invoice[]): number {
  return invoices.reduce((sum, invoice) => sum + invoice.amount, 0);
}

export function inState(invoices: readonly Invoice[], ...states: State[]): Invoice[] {
  return invoices.filter((invoice) => states.includes(stateOf(invoice)));
}
