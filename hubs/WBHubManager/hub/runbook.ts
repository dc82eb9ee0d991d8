export type Stage = { name: string; does: string };

export const STAGES: readonly Stage[] = [
  { name: "Pull", does: "Takes the branch forward. Never merges, never discards local work." },
  { name: "Build", does: "One build on the host at a time, in its turn, under a memory cap of its own." },
  { name: "Tag", does: "The new image becomes “staging”, the one before it “previous”." },
  { name: "Start", does: "Starts the new container and waits until it is healthy, else brings the old one back." },
  { name: "Cleanup", does: "Keeps the newest releases and removes older ones of ours." },
];

export type Trouble = { sign: string; cause: string; command: string };

export const TROUBLES: readonly Trouble[] = [
  {
    sign: "A build waits for its turn",
    cause: "Another build runs, of ours or of an older script. The queue says whose, since when, and what is waited for.",
    command: "invoke queue",
  },
  {
    sign: "A build seems frozen",
    cause: "Mostly npm waiting for a slow network; our Dockerfiles give it two minutes a try. The build's log shows the step it is in.",
    command: "invoke builds.list",
  },
  {
    sign: "A hub is down",
    cause: "The container was never started, has ended, or is not on the gateway's network. Its last lines mostly say why.",
    command: "invoke logs --hub=WBSalesHub --tail=50",
  },
  {
    sign: "Nothing seems to have changed",
    cause: "A hub whose files, settings and base are the same as before is left alone. The plan says what it compared.",
    command: "invoke deploy --hub=all --dry-run",
  },
];
