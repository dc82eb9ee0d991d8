import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";

import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { Stats } from "@/components/stats";
import { findPerson, PEOPLE } from "@/data/people";
import { PHASES } from "@/data/programme";
import { Checklist } from "@/hub/checklist";
import { dueOn, phaseOf, standing } from "@/hub/progress";
import { day, dayShort } from "@/lib/format";

export const dynamicParams = false;

type Props = { params: Promise<{ id: string }> };

export function generateStaticParams() {
  return PEOPLE.map(({ id }) => ({ id }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: findPerson((await params).id)?.name };
}

export default async function PersonPage({ params }: Props) {
  const person = findPerson((await params).id) ?? notFound();
  const groups = PHASES.map((phase) => ({
    name: phase.name,
    when: phase.when,
    items: phase.steps.map((step) => ({ ...step, due: dayShort(dueOn(person, step)) })),
  }));
  return (
    <>
      <p className="crumb">
        <Link href="/people">New hires</Link>
      </p>
      <PageHeader
        title={person.name}
        lead={
          <>
            <span lang="ko">{person.nameKo}</span> · {person.role}, {person.team}
          </>
        }
      />
      <Stats
        items={[
          { label: "First day", value: dayShort(person.startsOn), note: day(person.startsOn) },
          { label: "Now", value: standing(person), note: phaseOf(person) },
          { label: "Buddy", value: person.buddy, note: "for all small questions" },
          { label: "Manager", value: person.manager, note: "for goals and talks" },
        ]}
      />
      <Panel title="Checklist" note="ticks are kept in this browser">
        <Checklist personId={person.id} personName={person.name} groups={groups} initiallyDone={person.done} />
      </Panel>
    </>
  );
}
