import { AS_OF, type Person, PEOPLE } from "@/data/people";
import { PHASES, type Step, STEPS } from "@/data/programme";
import { count, daysBetween } from "@/lib/format";

const DAY_MS = 86_400_000;

export type Task = { person: Person; step: Step; dueOn: string; daysLeft: number };

/** The day on which a step of this person should be done. */
export function dueOn(person: Person, step: Step): string {
  return new Date(Date.parse(`${person.startsOn}T00:00:00Z`) + step.dueDay * DAY_MS).toISOString().slice(0, 10);
}

export function shareDone(person: Person): number {
  return person.done.length / STEPS.length;
}

/** Where somebody stands: "starts in 5 days", "day 3", "day 45". The first day of work is day 1. */
export function standing(person: Person): string {
  const days = daysBetween(person.startsOn, AS_OF);
  return days < 0 ? `starts in ${count(-days, "day")}` : `day ${days + 1}`;
}

/** The first phase in which something is left to do. */
export function phaseOf(person: Person): string {
  const phase = PHASES.find((candidate) => candidate.steps.some((step) => !person.done.includes(step.id)));
  return phase?.name ?? "Done";
}

/** All that is not done and due until `withinDays` from now, what is late included, the most urgent first. */
export function tasksDue(withinDays: number): Task[] {
  const tasks = PEOPLE.flatMap((person) =>
    STEPS.filter((step) => !person.done.includes(step.id)).map((step) => {
      const due = dueOn(person, step);
      return { person, step, dueOn: due, daysLeft: daysBetween(AS_OF, due) };
    }),
  );
  return tasks.filter((task) => task.daysLeft <= withinDays).sort((a, b) => a.daysLeft - b.daysLeft);
}
