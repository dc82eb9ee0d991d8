import type { Metadata } from "next";

import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { STAGES, TROUBLES } from "@/hub/runbook";

import styles from "@/hub/hub.module.css";

export const metadata: Metadata = { title: "Runbook" };

export default function Runbook() {
  return (
    <>
      <PageHeader title="Runbook" lead="What a deploy does, and where to look first when something waits or fails." />
      <Panel title="A deploy in five stages" note={<code>invoke deploy --hub=all</code>}>
        <ol className={styles.steps}>
          {STAGES.map((stage) => (
            <li key={stage.name}>
              <h3>{stage.name}</h3>
              <p className="note">{stage.does}</p>
            </li>
          ))}
        </ol>
      </Panel>
      <Panel title="When something is wrong">
        <dl className={styles.troubles}>
          {TROUBLES.map((trouble) => (
            <div key={trouble.sign}>
              <dt>{trouble.sign}</dt>
              <dd>
                {trouble.cause}
                <code>{trouble.command}</code>
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
    </>
  );
}
