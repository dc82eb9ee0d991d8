/** Sample data. */

export const AS_OF = "2026-11-25";

export type Person = {
  id: string;
  name: string;
  nameKo: string;
  role: string;
  team: string;
  startsOn: string;
  buddy: string;
  manager: string;
  /** Ids of the steps that are done. */
  done: readonly string[];
};

export const PEOPLE: readonly Person[] = [
  {
    id: "kim-ha-eun",
    name: "Kim Ha-eun",
    nameKo: "김하은",
    role: "Frontend engineer",
    team: "Product",
    startsOn: "2026-11-30",
    buddy: "Lee Jun-seo",
    manager: "Baek Su-jin",
    done: ["contract", "buddy", "accounts"],
  },
  {
    id: "moon-si-woo",
    name: "Moon Si-woo",
    nameKo: "문시우",
    role: "Account manager",
    team: "Sales",
    startsOn: "2026-11-23",
    buddy: "Choi Ara",
    manager: "Seo Min-jun",
    done: ["contract", "laptop", "accounts", "buddy", "welcome"],
  },
  {
    id: "ahn-ye-jin",
    name: "Ahn Ye-jin",
    nameKo: "안예진",
    role: "Data analyst",
    team: "Finance",
    startsOn: "2026-11-02",
    buddy: "Ryu Chan",
    manager: "Hong Da-in",
    done: ["contract", "laptop", "accounts", "buddy", "welcome", "security", "goals", "first-change"],
  },
  {
    id: "noh-min-seok",
    name: "Noh Min-seok",
    nameKo: "노민석",
    role: "Site reliability engineer",
    team: "Platform",
    startsOn: "2026-10-12",
    buddy: "Jang Woo-bin",
    manager: "Baek Su-jin",
    done: ["contract", "laptop", "accounts", "buddy", "welcome", "security", "goals", "first-change", "customers"],
  },
  {
    id: "yu-seo-hyun",
    name: "Yu Seo-hyun",
    nameKo: "유서현",
    role: "People partner",
    team: "People",
    startsOn: "2026-09-01",
    buddy: "Nam Ji-woo",
    manager: "Hong Da-in",
    done: ["contract", "laptop", "accounts", "buddy", "welcome", "security", "goals", "first-change", "customers", "talk-30", "own-area"],
  },
  {
    id: "bae-tae-min",
    name: "Bae Tae-min",
    nameKo: "배태민",
    role: "Support engineer",
    team: "Support",
    startsOn: "2026-12-07",
    buddy: "not asked yet",
    manager: "Seo Min-jun",
    done: ["contract"],
  },
];

export function findPerson(id: string): Person | undefined {
  return PEOPLE.find((person) => person.id === id);
}
