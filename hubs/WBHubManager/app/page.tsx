import { PageHeader } from "@/components/page-header";
import { clock } from "@/hub/elapsed";
import { readFleet } from "@/hub/fleet";
import { askAll } from "@/hub/health";
import { HubCard } from "@/hub/hub-card";
import { Refresh } from "@/hub/refresh";
import { count } from "@/lib/format";

import styles from "@/hub/hub.module.css";

export const dynamic = "force-dynamic";

function summary(up: number, all: number): string {
  if (up === all) return `All ${all} hubs answer.`;
  if (up === 0) return "No hub answers.";
  return `${up} of ${all} hubs answer; ${count(all - up, "hub is", "hubs are")} down.`;
}

export default async function Overview() {
  const fleet = await askAll(readFleet());
  const nowMs = Date.now();
  return (
    <>
      <PageHeader
        title="Hubs on this host"
        lead={<span role="status">{summary(fleet.filter((health) => health.up).length, fleet.length)}</span>}
      >
        <Refresh asked={clock(nowMs)} />
      </PageHeader>
      <div className={styles.cards}>
        {fleet.map((health) => (
          <HubCard key={health.hub.slug} health={health} nowMs={nowMs} />
        ))}
      </div>
    </>
  );
}
