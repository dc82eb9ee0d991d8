import { percent } from "@/lib/format";

import styles from "./onboarding.module.css";

export function ProgressBar({ share, label }: { share: number; label: string }) {
  return (
    <span className={styles.progress}>
      <progress className={styles.meter} value={share} max={1} aria-label={label} />
      <span className={styles.share}>{percent(share)}</span>
    </span>
  );
}
