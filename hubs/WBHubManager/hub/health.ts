import type { Hub } from "@/hub/fleet";

/** `why` is a sentence for people; `tookMs` is the time until the answer was read. */
export type Health =
  | { up: true; hub: Hub; tookMs: number; revision: string; startedAt: string | null }
  | { up: false; hub: Hub; tookMs: number; why: string };

/** The page waits for the slowest hub, so none may take longer. */
export const TIMEOUT_MS = 1500;

const REASONS: Record<string, string> = {
  ENOTFOUND: "No container of this name is on the network.",
  EAI_AGAIN: "No container of this name is on the network.",
  ECONNREFUSED: "The container is there and nothing listens on its port.",
  ECONNRESET: "The connection was closed before an answer.",
  EHOSTUNREACH: "The container cannot be reached.",
};

export function askAll(hubs: readonly Hub[]): Promise<Health[]> {
  return Promise.all(hubs.map(askHub));
}

/** Never throws: a hub that does not answer is an answer too. */
export async function askHub(hub: Hub): Promise<Health> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    const answer = await fetch(hub.healthUrl, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) {
      await answer.body?.cancel();
      return { up: false, hub, tookMs: took(), why: `It answers with HTTP status ${answer.status}.` };
    }
    const said: unknown = await answer.json();
    const fields = typeof said === "object" && said !== null ? (said as Record<string, unknown>) : {};
    return {
      up: true,
      hub,
      tookMs: took(),
      revision: typeof fields.revision === "string" && fields.revision !== "" ? fields.revision : "unknown",
      startedAt: typeof fields.started_at === "string" && !Number.isNaN(Date.parse(fields.started_at)) ? fields.started_at : null,
    };
  } catch (error) {
    return { up: false, hub, tookMs: took(), why: reason(error) };
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return "It could not be asked.";
  if (error.name === "TimeoutError") return `No answer within ${TIMEOUT_MS / 1000} seconds.`;
  if (error instanceof SyntaxError) return "It answers, but not with JSON.";
  const code = (error.cause as { code?: string } | undefined)?.code;
  return (code !== undefined && REASONS[code]) || "It could not be asked.";
}
