import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";

import { type Column, DataTable } from "@/components/data-table";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { Stats } from "@/components/stats";
import { CUSTOMERS, findCustomer } from "@/data/customers";
import { type Deal, DEALS } from "@/data/deals";
import { Closing } from "@/hub/closing";
import { amountOf, byCloseDate, weightedOf } from "@/hub/totals";
import { count, day, wonShort } from "@/lib/format";

export const dynamicParams = false;

type Props = { params: Promise<{ id: string }> };

export function generateStaticParams() {
  return CUSTOMERS.map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: findCustomer((await params).id)?.name };
}

const COLUMNS: readonly Column<Deal>[] = [
  { header: "Deal", cell: (deal) => deal.title },
  { header: "Stage", cell: (deal) => deal.stage },
  { header: "Next step", cell: (deal) => deal.next },
  { header: "Closes", cell: (deal) => <Closing on={deal.closesOn} /> },
  { header: "Amount", cell: (deal) => wonShort(deal.amount), align: "end" },
];

export default async function CustomerPage({ params }: Props) {
  const customer = findCustomer((await params).id) ?? notFound();
  const deals = byCloseDate(DEALS.filter((deal) => deal.customerId === customer.id));
  return (
    <>
      <p className="crumb">
        <Link href="/customers">Customers</Link>
      </p>
      <PageHeader
        title={customer.name}
        lead={
          <>
            <span lang="ko">{customer.nameKo}</span> · {customer.industry} in {customer.city}
          </>
        }
      />
      <Stats
        items={[
          { label: "Open amount", value: wonShort(amountOf(deals)), note: count(deals.length, "open deal") },
          { label: "Weighted", value: wonShort(weightedOf(deals)), note: "by chance of each stage" },
          { label: "Customer since", value: customer.since.slice(0, 4), note: day(customer.since) },
          { label: "Looked after by", value: customer.owner, note: "account owner" },
        ]}
      />
      <Panel title="Open deals">
        <DataTable caption={`Open deals with ${customer.name}`} columns={COLUMNS} rows={deals} rowKey={(deal) => deal.id} />
      </Panel>
      <div className="columns">
        <Panel title="Contact">
          <p>{customer.contact}</p>
          <p className="note">{customer.contactRole}</p>
        </Panel>
        <Panel title="Good to know">
          <p>{customer.note}</p>
        </Panel>
      </div>
    </>
  );
}
