import type { Metadata } from "next";
import Link from "next/link";

import { PageHeader } from "@/components/page-header";
import { findCustomer } from "@/data/customers";
import { CHANCE, type Deal, DEALS, STAGES } from "@/data/deals";
import { Closing } from "@/hub/closing";
import { amountOf, byCloseDate } from "@/hub/totals";
import { count, percent, wonShort } from "@/lib/format";

import styles from "./deals.module.css";

export const metadata: Metadata = { title: "Deals" };

export default function Deals() {
  return (
    <>
      <PageHeader title="Deals" lead={`${count(DEALS.length, "open deal")}, ${wonShort(amountOf(DEALS))} in all, in the stage each has reached.`} />
      <div className={styles.board}>
        {STAGES.map((stage) => {
          const deals = byCloseDate(DEALS.filter((deal) => deal.stage === stage));
          return (
            <section key={stage} className={styles.stage} aria-labelledby={`stage-${stage}`}>
              <h2 id={`stage-${stage}`}>
                {stage} <span className="note">{deals.length}</span>
              </h2>
              <p className="note">
                {wonShort(amountOf(deals))} · {percent(CHANCE[stage])} won
              </p>
              <ul className={styles.cards}>
                {deals.map((deal) => (
                  <DealCard key={deal.id} deal={deal} />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </>
  );
}

function DealCard({ deal }: { deal: Deal }) {
  return (
    <li className={styles.card}>
      <h3>{deal.title}</h3>
      <p>
        <Link href={`/customers/${deal.customerId}`}>{findCustomer(deal.customerId)?.name ?? deal.customerId}</Link>
      </p>
      <p className={styles.amount}>{wonShort(deal.amount)}</p>
      <p className="note">{deal.next}</p>
      <p className={styles.end}>
        <span className="note">{deal.owner}</span>
        <span className="note">
          <Closing on={deal.closesOn} />
        </span>
      </p>
    </li>
  );
}
