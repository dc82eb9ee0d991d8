import type { Balance } from "@/hub/balances";
import { month, wonShort } from "@/lib/format";

import styles from "./fin.module.css";

const HEIGHT = 220;
const FLOOR = HEIGHT - 24;
const CEILING = 12;
const LEFT = 64;
const LABEL_WIDTH = 34;

/** Received and spent side by side for each month. The drawing is made for two widths, so that its words keep their size; CSS shows one. */
export function CashChart({ months }: { months: readonly Balance[] }) {
  return (
    <figure className={styles.chart}>
      <Drawing months={months} width={920} className={styles.wide} />
      <Drawing months={months} width={340} className={styles.narrow} />
      <figcaption className="note">
        <span className={styles.keyReceived} /> Received <span className={styles.keySpent} /> Spent
      </figcaption>
    </figure>
  );
}

/** One image with a sentence for those who cannot see it: the figures stand in a table of the cash flow page. */
function Drawing({ months, width, className }: { months: readonly Balance[]; width: number; className: string | undefined }) {
  const most = Math.max(...months.flatMap((item) => [item.received, item.spent]));
  const top = Math.ceil(most / 100_000_000) * 100_000_000;
  const slot = (width - LEFT) / months.length;
  const bar = Math.min(22, slot * 0.34);
  const y = (amount: number) => FLOOR - (amount / top) * (FLOOR - CEILING);
  const labelEvery = Math.ceil(LABEL_WIDTH / slot);
  const gained = months.filter((item) => item.net > 0).length;
  const sentence = `Received and spent by month: ${gained} of ${months.length} months left money over.`;
  return (
    <svg className={className} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={sentence}>
      {[0, top / 2, top].map((amount) => (
        <g key={amount}>
          <line className={styles.rule} x1={LEFT} x2={width} y1={y(amount)} y2={y(amount)} />
          <text className={styles.tick} x={LEFT - 10} y={y(amount) + 4} textAnchor="end">
            {amount === 0 ? "0" : wonShort(amount)}
          </text>
        </g>
      ))}
      {months.map((item, index) => {
        const middle = LEFT + slot * (index + 0.5);
        const labelled = (months.length - 1 - index) % labelEvery === 0;
        return (
          <g key={item.month}>
            <rect className={styles.received} x={middle - bar - 1} y={y(item.received)} width={bar} height={FLOOR - y(item.received)} rx="2" />
            <rect className={styles.spent} x={middle + 1} y={y(item.spent)} width={bar} height={FLOOR - y(item.spent)} rx="2" />
            {labelled && (
              <text className={styles.tick} x={middle} y={HEIGHT - 4} textAnchor="middle">
                {month(item.month)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
