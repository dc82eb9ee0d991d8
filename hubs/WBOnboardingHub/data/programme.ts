/** The programme that every new hire goes through. `dueDay` counts from the first day of work, which is day 0. */

export type Who = "People team" | "IT" | "Buddy" | "Manager" | "New hire";

export type Step = { id: string; title: string; detail: string; who: Who; dueDay: number };

export type Phase = { name: string; when: string; steps: readonly Step[] };

export const PHASES: readonly Phase[] = [
  {
    name: "Before the first day",
    when: "from the signature on",
    steps: [
      { id: "contract", title: "Contract signed", detail: "Both copies, and the bank details for the salary.", who: "People team", dueDay: -14 },
      { id: "buddy", title: "Buddy asked", detail: "Somebody of the team who has been here for a year or more.", who: "Manager", dueDay: -7 },
      { id: "laptop", title: "Laptop ready", detail: "Disk encrypted, updates done, on the desk the day before.", who: "IT", dueDay: -2 },
      { id: "accounts", title: "Accounts made", detail: "Mail, calendar, chat. Second factor on the first day, together.", who: "IT", dueDay: -2 },
    ],
  },
  {
    name: "First week",
    when: "days 1 to 5",
    steps: [
      { id: "welcome", title: "Welcome and tour", detail: "Coffee, keys, where things are, who is who.", who: "Buddy", dueDay: 0 },
      { id: "security", title: "Security basics", detail: "An hour: second factor, passwords, what to do with odd mail.", who: "IT", dueDay: 2 },
      { id: "goals", title: "Goals for thirty days", detail: "Three of them, written down, small enough to reach.", who: "Manager", dueDay: 4 },
      { id: "first-change", title: "First change shipped", detail: "A small one, all the way to staging.", who: "New hire", dueDay: 4 },
    ],
  },
  {
    name: "First month",
    when: "days 6 to 30",
    steps: [
      { id: "customers", title: "Sit with two customers", detail: "Listen to a support call and to a sales call.", who: "New hire", dueDay: 19 },
      { id: "talk-30", title: "Talk after thirty days", detail: "What goes well, what is missing, new goals.", who: "Manager", dueDay: 29 },
    ],
  },
  {
    name: "Until three months",
    when: "days 31 to 90",
    steps: [
      { id: "own-area", title: "An area of one's own", detail: "Something the others ask this person about.", who: "New hire", dueDay: 59 },
      { id: "talk-90", title: "Talk after ninety days", detail: "End of the probation: a decision, said plainly.", who: "Manager", dueDay: 89 },
    ],
  },
];

export const STEPS: readonly Step[] = PHASES.flatMap((phase) => phase.steps);
