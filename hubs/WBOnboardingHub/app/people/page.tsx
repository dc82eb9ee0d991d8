import type { Metadata } from "next";
import Link from "next/link";

import { type Column, DataTable } from "@/components/data-table";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PEOPLE, type Person } from "@/data/people";
import { phaseOf, shareDone, standing } from "@/hub/progress";
import { ProgressBar } from "@/hub/progress-bar";
import { count, day } from "@/lib/format";

export const metadata: Metadata = { title: "New hires" };

const COLUMNS: readonly Column<Person>[] = [
  {
    header: "Name",
    cell: (person) => (
      <>
        <Link href={`/people/${person.id}`}>{person.name}</Link>{" "}
        <span className="note" lang="ko">
          {person.nameKo}
        </span>
      </>
    ),
  },
  { header: "Role", cell: (person) => person.role },
  { header: "First day", cell: (person) => day(person.startsOn) },
  { header: "Now", cell: standing },
  { header: "Works on", cell: phaseOf },
  { header: "Progress", cell: (person) => <ProgressBar share={shareDone(person)} label={`Progress of ${person.name}`} /> },
];

export default function People() {
  const rows = [...PEOPLE].sort((a, b) => b.startsOn.localeCompare(a.startsOn));
  return (
    <>
      <PageHeader title="New hires" lead={`${count(PEOPLE.length, "person", "people")} in their first ninety days, or about to begin.`} />
      <Panel title="Everybody" note="newest first">
        <DataTable caption="New hires" columns={COLUMNS} rows={rows} rowKey={(person) => person.id} />
      </Panel>
    </>
  );
}
