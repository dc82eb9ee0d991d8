import { CASH, type CashMonth, OPENING_BALANCE } from "@/data/cash";

export type Balance = CashMonth & { net: number; balance: number };

/** Each month with what it left over, and the bank balance at its end. */
export function balances(): Balance[] {
  let balance = OPENING_BALANCE;
  return CASH.map((item) => {
    const net = item.received - item.spent;
    balance += net;
    return { ...item, net, balance };
  });
}
