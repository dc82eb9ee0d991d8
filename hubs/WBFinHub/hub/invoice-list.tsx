"use client";

import { useState } from "react";

import { Badge, type Tone } from "@/components/badge";
import { type Column, DataTable } from "@/components/data-table";
import type { Invoice } from "@/data/invoices";
import { amountOf, daysOverdue, type State, stateOf, STATES } from "@/hub/invoice-state";
import { count, day, won } from "@/lib/format";

import styles from "./fin.module.css";

const TONES: Record<State, Tone> = { Open: "plain", Overdue: "bad", Paid: "good" };

function stateText(invoice: Invoice): string {
  const state = stateOf(invoice);
  return state === "Overdue" ? `Overdue, ${count(daysOverdue(invoice), "day")}` : state;
}

const COLUMNS: readonly Column<Invoice>[] = [
  { header: "Number", cell: (invoice) => invoice.number },
  { header: "Customer", cell: (invoice) => invoice.customer },
  { header: "Issued", cell: (invoice) => day(invoice.issuedOn) },
  { header: "Due", cell: (invoice) => day(invoice.dueOn) },
  { header: "State", cell: (invoice) => <Badge tone={TONES[stateOf(invoice)]}>{stateText(invoice)}</Badge> },
  { header: "Amount", cell: (invoice) => won(invoice.amount), align: "end" },
];

export function InvoiceList({ invoices }: { invoices: readonly Invoice[] }) {
  const [only, setOnly] = useState<State | null>(null);
  const shown = only === null ? invoices : invoices.filter((invoice) => stateOf(invoice) === only);
  return (
    <>
      <fieldset className={styles.filter}>
        <legend className="unseen">Show invoices in state</legend>
        {[null, ...STATES].map((state) => (
          <button key={state ?? "all"} type="button" aria-pressed={only === state} onClick={() => setOnly(state)}>
            {state ?? "All"}
          </button>
        ))}
      </fieldset>
      <DataTable caption="Invoices" columns={COLUMNS} rows={shown} rowKey={(invoice) => invoice.number} />
      <p className={styles.total} aria-live="polite">
        <span>{count(shown.length, "invoice")}</span>
        <span>{won(amountOf(shown))}</span>
      </p>
    </>
  );
}
