import Link from "next/link";

import { Bars } from "@/components/bars";
import { type Column, DataTable } from "@/components/data-table";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { Stats } from "@/components/stats";
import { findCustomer } from "@/data/customers";
import { AS_OF, CLOSED, type Deal, DEALS, WON } from "@/data/deals";
import { Closing } from "@/hub/closing";
import { amountOf, byCloseDate, byStage, weightedOf } from "@/hub/totals";
import { count, day, month, percent, wonShort } from "@/lib/format";

const NEXT: readonly Column<Deal>[] = [
  { header: "Deal", cell: (deal) => deal.title },
  {
    header: "Customer",
    cell: (deal) => <Link href={`/customers/${deal.customerId}`}>{findCustomer(deal.customerId)?.name ?? deal.customerId}</Link>,
  },
  { header: "Next step", cell: (deal) => deal.next },
  { header: "Closes", cell: (deal) => <Closing on={deal.closesOn} /> },
  { header: "Amount", cell: (deal) => wonShort(deal.amount), align: "end" },
];

export default function Pipeline() {
  const quarter = WON.slice(-2).reduce((sum, item) => sum + item.amount, 0);
  return (
    <>
      <PageHeader title="Pipeline" lead={`Open deals on ${day(AS_OF)}: how much there is, how far it has come, what closes next.`} />
      <Stats
        items={[
          { label: "Open pipeline", value: wonShort(amountOf(DEALS)), note: count(DEALS.length, "open deal") },
          { label: "Weighted", value: wonShort(weightedOf(DEALS)), note: "by chance of each stage" },
          { label: "Won this quarter", value: wonShort(quarter), note: "October and November" },
          { label: "Win rate", value: percent(CLOSED.won / (CLOSED.won + CLOSED.lost)), note: `${CLOSED.medianDays} days to close, median` },
        ]}
      />
      <div className="columns">
        <Panel title="By stage" note="amount and number of deals">
          <Bars
            items={byStage(DEALS).map((total) => ({
              label: total.stage,
              value: total.amount,
              text: wonShort(total.amount),
              note: count(total.deals, "deal"),
            }))}
          />
        </Panel>
        <Panel title="Won by month" note="2026">
          <Bars items={WON.slice(-4).map((item) => ({ label: month(item.month), value: item.amount, text: wonShort(item.amount) }))} />
        </Panel>
      </div>
      <Panel title="Closing next" note={<Link href="/deals">All deals</Link>}>
        <DataTable caption="Deals that close next" columns={NEXT} rows={byCloseDate(DEALS).slice(0, 5)} rowKey={(deal) => deal.id} />
      </Panel>
    </>
  );
}
