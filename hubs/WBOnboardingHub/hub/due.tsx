import { Badge } from "@/components/badge";
import { count, dayShort } from "@/lib/format";

/** When something is due, in the words one would use. */
export function Due({ daysLeft, on }: { daysLeft: number; on: string }) {
  if (daysLeft < 0) return <Badge tone="bad">{count(-daysLeft, "day")} late</Badge>;
  if (daysLeft === 0) return <Badge tone="warn">today</Badge>;
  if (daysLeft === 1) return <Badge tone="warn">tomorrow</Badge>;
  return <Badge tone="plain">{dayShort(on)}</Badge>;
}
