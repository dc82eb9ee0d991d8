import type { Metadata } from "next";

import { type Column, DataTable } from "@/components/data-table";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { OPENING_BALANCE } from "@/data/cash";
import { type Balance, balances } from "@/hub/balances";
import { CashChart } from "@/hub/cash-chart";
import { month, wonShort } from "@/lib/format";

export const metadata: Metadata = { title: "Cash flow" };

const COLUMNS: readonly Column<Balance>[] = [
  { header: "Month", cell: (item) => `${month(item.month)} ${item.month.slice(0, 4)}` },
  { header: "Received", cell: (item) => wonShort(item.received), align: "end" },
  { header: "Spent", cell: (item) => wonShort(item.spent), align: "end" },
  { header: "Left over", cell: (item) => wonShort(item.net), align: "end" },
  { header: "In the bank", cell: (item) => wonShort(item.balance), align: "end" },
];

export default function CashFlow() {
  const months = balances();
  return (
    <>
      <PageHeader title="Cash flow" lead="Twelve months as the bank saw them: when the money came, not when it was earned." />
      <Panel title="Received and spent">
        <CashChart months={months} />
      </Panel>
      <Panel title="Month by month" note={`began with ${wonShort(OPENING_BALANCE)}`}>
        <DataTable caption="Cash flow by month, newest first" columns={COLUMNS} rows={[...months].reverse()} rowKey={(item) => item.month} />
      </Panel>
    </>
  );
}
