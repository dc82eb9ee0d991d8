/** Sample data. */

export type Customer = {
  id: string;
  name: string;
  /** As the customer writes it. */
  nameKo: string;
  industry: string;
  city: string;
  since: string;
  contact: string;
  contactRole: string;
  owner: string;
  note: string;
};

export const CUSTOMERS: readonly Customer[] = [
  {
    id: "haneul-logistics",
    name: "Haneul Logistics",
    nameKo: "하늘물류",
    industry: "Logistics",
    city: "Incheon",
    since: "2021-03-08",
    contact: "Yoon Ji-ho",
    contactRole: "Head of operations",
    owner: "Seo Min-jun",
    note: "Renews each spring. Wants one invoice for all warehouses.",
  },
  {
    id: "baram-energy",
    name: "Baram Energy",
    nameKo: "바람에너지",
    industry: "Energy",
    city: "Ulsan",
    since: "2023-09-14",
    contact: "Kang Eun-bi",
    contactRole: "Procurement",
    owner: "Choi Ara",
    note: "Security review before each contract: plan six weeks for it.",
  },
  {
    id: "dasom-clinic",
    name: "Dasom Clinics",
    nameKo: "다솜의원",
    industry: "Health care",
    city: "Seoul",
    since: "2022-06-01",
    contact: "Dr Han So-yeon",
    contactRole: "Director",
    owner: "Seo Min-jun",
    note: "Eleven sites; each decides for itself once Seoul has agreed.",
  },
  {
    id: "mirae-edu",
    name: "Mirae Education",
    nameKo: "미래에듀",
    industry: "Education",
    city: "Daejeon",
    since: "2024-02-19",
    contact: "Lim Do-yun",
    contactRole: "IT lead",
    owner: "Park Jae-won",
    note: "Budget year ends in February.",
  },
  {
    id: "onnuri-foods",
    name: "Onnuri Foods",
    nameKo: "온누리식품",
    industry: "Food",
    city: "Gwangju",
    since: "2020-11-30",
    contact: "Jung Se-ah",
    contactRole: "Chief financial officer",
    owner: "Choi Ara",
    note: "Oldest account. Quarterly call with the board.",
  },
  {
    id: "sejong-print",
    name: "Sejong Print",
    nameKo: "세종프린트",
    industry: "Manufacturing",
    city: "Sejong",
    since: "2026-05-11",
    contact: "Oh Tae-yang",
    contactRole: "Owner",
    owner: "Park Jae-won",
    note: "Came by recommendation of Onnuri Foods.",
  },
  {
    id: "namsan-hotel",
    name: "Namsan Hotels",
    nameKo: "남산호텔",
    industry: "Hospitality",
    city: "Seoul",
    since: "2025-08-25",
    contact: "Shin Yu-na",
    contactRole: "General manager",
    owner: "Choi Ara",
    note: "Pilot in two houses, seven more if it goes well.",
  },
];

export function findCustomer(id: string): Customer | undefined {
  return CUSTOMERS.find((customer) => customer.id === id);
}
