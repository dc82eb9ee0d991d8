import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";

import { Badge } from "@/components/badge";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { clock, elapsed } from "@/hub/elapsed";
import { healthPath, type Hub, readFleet } from "@/hub/fleet";
import { askHub } from "@/hub/health";
import { Refresh } from "@/hub/refresh";
import { day } from "@/lib/format";

import styles from "@/hub/hub.module.css";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ slug: string }> };

async function findHub(params: Props["params"]): Promise<Hub> {
  const { slug } = await params;
  return readFleet().find((hub) => hub.slug === slug) ?? notFound();
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await findHub(params)).title };
}

export default async function HubPage({ params }: Props) {
  const hub = await findHub(params);
  const health = await askHub(hub);
  const nowMs = Date.now();
  return (
    <>
      <p className="crumb">
        <Link href="/">Overview</Link>
      </p>
      <PageHeader title={hub.title} lead={hub.purpose}>
        <Refresh asked={clock(nowMs)} />
      </PageHeader>
      <Panel title="Health" note={<Badge tone={health.up ? "good" : "bad"}>{health.up ? "Up" : "Down"}</Badge>}>
        {health.up ? (
          <dl className={styles.pairs}>
            <div>
              <dt>Answered in</dt>
              <dd>{health.tookMs} ms</dd>
            </div>
            <div>
              <dt>Started</dt>
              <dd>
                {health.startedAt === null
                  ? "not said"
                  : `${day(health.startedAt.slice(0, 10))}, ${clock(Date.parse(health.startedAt))} (${elapsed(health.startedAt, nowMs)} ago)`}
              </dd>
            </div>
            <div>
              <dt>Revision</dt>
              <dd>
                <code>{health.revision}</code>
              </dd>
            </div>
          </dl>
        ) : (
          <p className={styles.why}>{health.why}</p>
        )}
      </Panel>
      <div className="columns">
        <Panel title="Addresses">
          <dl className="plain">
            <div>
              <dt className="note">Pages</dt>
              <dd>
                <a href={hub.route}>
                  <code>{hub.route}</code>
                </a>
              </dd>
            </div>
            <div>
              <dt className="note">Health</dt>
              <dd>
                <a href={healthPath(hub.route)}>
                  <code>{healthPath(hub.route)}</code>
                </a>
              </dd>
            </div>
            <div>
              <dt className="note">On the Docker network</dt>
              <dd>
                <code>{hub.healthUrl}</code>
              </dd>
            </div>
          </dl>
        </Panel>
        <Panel title="On the host">
          <dl className="plain">
            <div>
              <dt className="note">Its last log lines</dt>
              <dd>
                <code>invoke logs --hub={hub.name}</code>
              </dd>
            </div>
            <div>
              <dt className="note">Build and start it anew</dt>
              <dd>
                <code>invoke deploy --hub={hub.name}</code>
              </dd>
            </div>
            <div>
              <dt className="note">Who builds, who waits</dt>
              <dd>
                <code>invoke queue</code>
              </dd>
            </div>
          </dl>
        </Panel>
      </div>
    </>
  );
}
