import Link from "next/link";

import { Bars } from "@/components/bars";
import { type Column, DataTable } from "@/components/data-table";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { Stats } from "@/components/stats";
import { SPENDING } from "@/data/cash";
import { AS_OF, type Invoice, INVOICES } from "@/data/invoices";
import { balances } from "@/hub/balances";
import { CashChart } from "@/hub/cash-chart";
import { amountOf, daysOverdue, inState } from "@/hub/invoice-state";
import { count, day, percent, wonShort } from "@/lib/format";

const OVERDUE: readonly Column<Invoice>[] = [
  { header: "Customer", cell: (invoice) => invoice.customer },
  { header: "Invoice", cell: (invoice) => invoice.number },
  { header: "Overdue", cell: (invoice) => count(daysOverdue(invoice), "day") },
  { header: "Amount", cell: (invoice) => wonShort(invoice.amount), align: "end" },
];

export default function Overview() {
  const months = balances();
  const balance = months.at(-1)?.balance ?? 0;
  const spentAll = SPENDING.reduce((sum, item) => sum + item.amount, 0);
  const owed = inState(INVOICES, "Open", "Overdue");
  const overdue = inState(INVOICES, "Overdue").sort((a, b) => daysOverdue(b) - daysOverdue(a));
  const halfYear = months.slice(-6);
  return (
    <>
      <PageHeader title="Money at a glance" lead={`What is in the bank, what is owed to us, and where it goes, on ${day(AS_OF)}.`} />
      <Stats
        items={[
          { label: "In the bank", value: wonShort(balance), note: "end of November" },
          { label: "Owed to us", value: wonShort(amountOf(owed)), note: count(owed.length, "open invoice") },
          { label: "Of that overdue", value: wonShort(amountOf(overdue)), note: count(overdue.length, "invoice") },
          { label: "Lasts without income", value: count(Math.floor(balance / spentAll), "month"), note: "at November's spending" },
        ]}
      />
      <Panel title="Last six months" note={<Link href="/cash-flow">Cash flow</Link>}>
        <CashChart months={halfYear} />
      </Panel>
      <div className="columns">
        <Panel title="Overdue" note={<Link href="/invoices">All invoices</Link>}>
          <DataTable caption="Overdue invoices" columns={OVERDUE} rows={overdue} rowKey={(invoice) => invoice.number} />
        </Panel>
        <Panel title="Spent in November" note={wonShort(spentAll)}>
          <Bars
            items={SPENDING.map((item) => ({
              label: item.kind,
              value: item.amount,
              text: wonShort(item.amount),
              note: percent(item.amount / spentAll),
            }))}
          />
        </Panel>
      </div>
    </>
  );
}
