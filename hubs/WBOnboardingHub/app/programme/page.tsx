import type { Metadata } from "next";

import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PHASES, type Step, STEPS } from "@/data/programme";
import { count } from "@/lib/format";

import styles from "@/hub/onboarding.module.css";

export const metadata: Metadata = { title: "Programme" };

/** Day 0 of the data is the first day of work, which people call day 1. */
function due(step: Step): string {
  return step.dueDay < 0 ? `${count(-step.dueDay, "day")} before` : `by day ${step.dueDay + 1}`;
}

export default function Programme() {
  return (
    <>
      <PageHeader title="Programme" lead={`${count(STEPS.length, "step")} in four phases, the same for everybody.`} />
      <div className={styles.phases}>
        {PHASES.map((phase) => (
          <Panel key={phase.name} title={phase.name} note={phase.when}>
            <ol className={styles.steps}>
              {phase.steps.map((step) => (
                <li key={step.id}>
                  <p className={styles.when}>{due(step)}</p>
                  <div>
                    <h3>{step.title}</h3>
                    <p className="note">{step.detail}</p>
                  </div>
                  <p className={`note ${styles.by}`}>{step.who}</p>
                </li>
              ))}
            </ol>
          </Panel>
        ))}
      </div>
    </>
  );
}
