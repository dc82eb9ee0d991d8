import type { Balance } from "@/hub/balances";
import { month, wonShort } from "@/lib/format";

import styles from "./fin.module.css";

const WIDTH = 720;
const HEIGHT = 220;
const FLOOR = HEIGHT - 24;
const LEFT = 64;

/** Received and spent side by side for each month. The same figures stand in a table, so the drawing is one image with a sentence. */
export function CashChart({ months }: { months: readonly Balance[] }) {
  const most = Math.max(...months.flatMap((item) => [item.received, item.spent]));
  const top = Math.ceil(most / 50_000_000) * 50_000_000;
  const slot = (WIDTH - LEFT) / months.length;
  const bar = Math.min(16, slot / 2 - 6);
  const y = (amount: number) => FLOOR - (amount / top) * (FLOOR - 12);
  const gained = months.filter((item) => item.net > 0).length;
  return (
    <figure className={styles.chart}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`Received and spent by month: ${gained} of ${months.length} months left money over.`}>
        {[0, top / 2, top].map((amount) => (
          <g key={amount}>
            <line className={styles.rule} x1={LEFT} x2={WIDTH} y1={y(amount)} y2={y(amount)} />
            <text className={styles.tick} x={LEFT - 10} y={y(amount) + 4} textAnchor="end">
              {amount === 0 ? "0" : wonShort(amount)}
            </text>
          </g>
        ))}
        {months.map((item, index) => {
          const middle = LEFT + slot * (index + 0.5);
          return (
            <g key={item.month}>
              <rect className={styles.received} x={middle - bar - 1} y={y(item.received)} width={bar} height={FLOOR - y(item.received)} rx="2" />
              <rect className={styles.spent} x={middle + 1} y={y(item.spent)} width={bar} height={FLOOR - y(item.spent)} rx="2" />
              <text className={styles.tick} x={middle} y={HEIGHT - 4} textAnchor="middle">
                {month(item.month)}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption className="note">
        <span className={styles.keyReceived} /> Received <span className={styles.keySpent} /> Spent
      </figcaption>
    </figure>
  );
}
