import type { Metadata } from "next";

import { Bars } from "@/components/bars";
import { type Column, DataTable } from "@/components/data-table";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { ENTRIES, type Entry } from "@/data/ledger";
import { count, dayShort, won, wonShort } from "@/lib/format";

import styles from "@/hub/fin.module.css";

export const metadata: Metadata = { title: "Ledger" };

const COLUMNS: readonly Column<Entry>[] = [
  {
    header: "Entry",
    cell: (entry) => (
      <>
        {entry.text} <span className="note">{entry.number}</span>
      </>
    ),
  },
  { header: "Day", cell: (entry) => dayShort(entry.on) },
  { header: "Debit", cell: (entry) => <span className={styles.account}>{entry.debit}</span> },
  { header: "Credit", cell: (entry) => <span className={styles.account}>{entry.credit}</span> },
  { header: "Amount", cell: (entry) => won(entry.amount), align: "end" },
];

/** Debits of each account, the largest first. */
function debits(): { account: string; amount: number }[] {
  const sums = new Map<string, number>();
  for (const entry of ENTRIES) sums.set(entry.debit, (sums.get(entry.debit) ?? 0) + entry.amount);
  return [...sums].map(([account, amount]) => ({ account, amount })).sort((a, b) => b.amount - a.amount);
}

export default function Ledger() {
  const total = ENTRIES.reduce((sum, entry) => sum + entry.amount, 0);
  return (
    <>
      <PageHeader title="Ledger" lead="The journal of November 2026. Debits and credits of an entry are the same amount, so the books balance by themselves." />
      <div className={styles.stack}>
        <Panel title="Journal" note={count(ENTRIES.length, "entry", "entries")}>
          <DataTable caption="Journal entries of November" columns={COLUMNS} rows={[...ENTRIES].reverse()} rowKey={(entry) => String(entry.number)} />
          <p className={styles.total}>
            <span>Debits = credits</span>
            <span>{won(total)}</span>
          </p>
        </Panel>
        <Panel title="Debits by account">
          <Bars items={debits().map((item) => ({ label: item.account, value: item.amount, text: wonShort(item.amount) }))} />
        </Panel>
      </div>
    </>
  );
}
