import { CHANCE, type Deal, type Stage, STAGES } from "@/data/deals";

export type StageTotal = { stage: Stage; deals: number; amount: number };

export function amountOf(deals: readonly Deal[]): number {
  return deals.reduce((sum, deal) => sum + deal.amount, 0);
}

/** What the open deals are worth by how often their stages led to a contract. */
export function weightedOf(deals: readonly Deal[]): number {
  return deals.reduce((sum, deal) => sum + deal.amount * CHANCE[deal.stage], 0);
}

export function byStage(deals: readonly Deal[]): StageTotal[] {
  return STAGES.map((stage) => {
    const inStage = deals.filter((deal) => deal.stage === stage);
    return { stage, deals: inStage.length, amount: amountOf(inStage) };
  });
}

export function byCloseDate(deals: readonly Deal[]): Deal[] {
  return [...deals].sort((a, b) => a.closesOn.localeCompare(b.closesOn));
}
