import type { Metadata } from "next";

import { type Column, DataTable } from "@/components/data-table";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { healthPath, type Hub, readFleet } from "@/hub/fleet";

export const metadata: Metadata = { title: "Addresses" };
export const dynamic = "force-dynamic"; // HUBS_JSON is known when the container starts, not when the image is built

const COLUMNS: readonly Column<Hub>[] = [
  { header: "Hub", cell: (hub) => hub.title },
  { header: "Pages", cell: (hub) => <PathLink path={hub.route} /> },
  { header: "Health", cell: (hub) => <PathLink path={healthPath(hub.route)} /> },
  { header: "Container", cell: (hub) => <code>{new URL(hub.healthUrl).host}</code> },
];

function PathLink({ path }: { path: string }) {
  return (
    <a href={path}>
      <code>{path}</code>
    </a>
  );
}

export default function Routes() {
  return (
    <>
      <PageHeader title="Addresses" lead="Where each hub answers: for people through the gateway, for other containers on the Docker network." />
      <Panel title="Behind the gateway" note="the most specific path wins, so “/” gets the rest">
        <DataTable caption="Addresses of the hubs" columns={COLUMNS} rows={readFleet()} rowKey={(hub) => hub.slug} />
      </Panel>
    </>
  );
}
