import Link from "next/link";

import { Badge } from "@/components/badge";
import { elapsed, revisionShort } from "@/hub/elapsed";
import type { Health } from "@/hub/health";

import styles from "./hub.module.css";

export function HubCard({ health, nowMs }: { health: Health; nowMs: number }) {
  const { hub } = health;
  return (
    <article className={styles.card} data-up={health.up}>
      <div className={styles.cardHead}>
        <h2>
          <Link href={`/hubs/${hub.slug}`}>{hub.title}</Link>
        </h2>
        <Badge tone={health.up ? "good" : "bad"}>{health.up ? "Up" : "Down"}</Badge>
      </div>
      <p className="note">{hub.purpose}</p>
      {health.up ? (
        <dl className={styles.facts}>
          <div>
            <dt>Answered in</dt>
            <dd>{health.tookMs} ms</dd>
          </div>
          <div>
            <dt>Running for</dt>
            <dd>{health.startedAt === null ? "not said" : elapsed(health.startedAt, nowMs)}</dd>
          </div>
          <div>
            <dt>Revision</dt>
            <dd>
              <code>{revisionShort(health.revision)}</code>
            </dd>
          </div>
        </dl>
      ) : (
        <p className={styles.why}>{health.why}</p>
      )}
      <p className={styles.open}>
        <a href={hub.route}>Open {hub.title}</a> <code>{hub.route}</code>
      </p>
    </article>
  );
}
