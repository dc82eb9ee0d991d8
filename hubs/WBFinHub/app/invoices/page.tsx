import type { Metadata } from "next";

import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { INVOICES } from "@/data/invoices";
import { InvoiceList } from "@/hub/invoice-list";

export const metadata: Metadata = { title: "Invoices" };

export default function Invoices() {
  return (
    <>
      <PageHeader title="Invoices" lead="Due thirty days after they were issued. Amounts include tax." />
      <Panel title="Since October" note="newest first">
        <InvoiceList invoices={INVOICES} />
      </Panel>
    </>
  );
}
