import type { ReactNode } from "react";

export type Tone = "good" | "warn" | "bad" | "plain";

/** A state in one or two words; the colour only repeats what the words say. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}
