import type { Metadata } from "next";
import Link from "next/link";

import { type Column, DataTable } from "@/components/data-table";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { type Customer, CUSTOMERS } from "@/data/customers";
import { DEALS } from "@/data/deals";
import { amountOf } from "@/hub/totals";
import { count, wonShort } from "@/lib/format";

export const metadata: Metadata = { title: "Customers" };

function openOf(customer: Customer) {
  return DEALS.filter((deal) => deal.customerId === customer.id);
}

const COLUMNS: readonly Column<Customer>[] = [
  {
    header: "Customer",
    cell: (customer) => (
      <>
        <Link href={`/customers/${customer.id}`}>{customer.name}</Link>{" "}
        <span className="note" lang="ko">
          {customer.nameKo}
        </span>
      </>
    ),
  },
  { header: "Industry", cell: (customer) => customer.industry },
  { header: "City", cell: (customer) => customer.city },
  { header: "Since", cell: (customer) => customer.since.slice(0, 4) },
  { header: "Looked after by", cell: (customer) => customer.owner },
  { header: "Open deals", cell: (customer) => openOf(customer).length, align: "end" },
  { header: "Open amount", cell: (customer) => wonShort(amountOf(openOf(customer))), align: "end" },
];

export default function Customers() {
  const rows = [...CUSTOMERS].sort((a, b) => a.name.localeCompare(b.name, "en"));
  return (
    <>
      <PageHeader title="Customers" lead={`${count(CUSTOMERS.length, "customer")} and what is open with each.`} />
      <Panel title="All customers" note="by name">
        <DataTable caption="Customers" columns={COLUMNS} rows={rows} rowKey={(customer) => customer.id} />
      </Panel>
    </>
  );
}
