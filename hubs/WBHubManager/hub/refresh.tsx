"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";

import styles from "./hub.module.css";

const EVERY_S = 10;

/** Asks for the page again while somebody looks at it, and lets them stop that: text that changes by itself must be stoppable. */
export function Refresh({ asked }: { asked: string }) {
  const router = useRouter();
  const [live, setLive] = useState(true);
  const [pending, startTransition] = useTransition();

  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") startTransition(() => router.refresh());
    }, EVERY_S * 1000);
    return () => clearInterval(timer);
  }, [live, router]);

  return (
    <div className={styles.refresh}>
      <span className="note" aria-busy={pending}>
        Asked at {asked}
        {live ? `, again every ${EVERY_S}\u00a0s` : ", now paused"}
      </span>
      <button type="button" className={styles.button} onClick={() => setLive(!live)}>
        {live ? "Pause" : "Go on"}
      </button>
    </div>
  );
}
