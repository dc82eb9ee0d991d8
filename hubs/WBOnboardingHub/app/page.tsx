import Link from "next/link";

import { type Column, DataTable } from "@/components/data-table";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { Stats } from "@/components/stats";
import { AS_OF, PEOPLE } from "@/data/people";
import { Due } from "@/hub/due";
import { shareDone, standing, type Task, tasksDue } from "@/hub/progress";
import { ProgressBar } from "@/hub/progress-bar";
import { count, day, daysBetween, percent } from "@/lib/format";

import styles from "@/hub/onboarding.module.css";

const COLUMNS: readonly Column<Task>[] = [
  { header: "Step", cell: (task) => task.step.title },
  { header: "For", cell: (task) => <Link href={`/people/${task.person.id}`}>{task.person.name}</Link> },
  { header: "Done by", cell: (task) => task.step.who },
  { header: "Due", cell: (task) => <Due daysLeft={task.daysLeft} on={task.dueOn} /> },
];

export default function ThisWeek() {
  const tasks = tasksDue(7);
  const late = tasks.filter((task) => task.daysLeft < 0);
  const ahead = PEOPLE.filter((person) => daysBetween(AS_OF, person.startsOn) > 0);
  const average = PEOPLE.reduce((sum, person) => sum + shareDone(person), 0) / PEOPLE.length;
  const newest = [...PEOPLE].sort((a, b) => b.startsOn.localeCompare(a.startsOn));
  return (
    <>
      <PageHeader title="This week" lead={`What has to happen until ${day("2026-12-02")} so that nobody's first days are spent waiting.`} />
      <Stats
        items={[
          { label: "In the programme", value: count(PEOPLE.length, "person", "people"), note: "first ninety days" },
          { label: "Starting soon", value: String(ahead.length), note: "in the next two weeks" },
          { label: "Due this week", value: String(tasks.length), note: late.length === 0 ? "none is late" : `${late.length} late` },
          { label: "Steps done", value: percent(average), note: "on average" },
        ]}
      />
      <Panel title="Due" note="the most urgent first">
        <DataTable caption="Steps due this week" columns={COLUMNS} rows={tasks} rowKey={(task) => `${task.person.id}-${task.step.id}`} />
      </Panel>
      <Panel title="Who is new" note={<Link href="/people">All new hires</Link>}>
        <ul className={styles.people}>
          {newest.slice(0, 4).map((person) => (
            <li key={person.id}>
              <Link href={`/people/${person.id}`}>{person.name}</Link>
              <ProgressBar share={shareDone(person)} label={`Progress of ${person.name}`} />
              <span className="note">
                {person.role}, {standing(person)}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}
