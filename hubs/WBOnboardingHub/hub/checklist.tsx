"use client";

import { useEffect, useState } from "react";

import { ProgressBar } from "@/hub/progress-bar";
import { count } from "@/lib/format";

import styles from "./onboarding.module.css";

export type CheckItem = { id: string; title: string; detail: string; who: string; due: string };
export type CheckGroup = { name: string; when: string; items: readonly CheckItem[] };

type Props = { personId: string; personName: string; groups: readonly CheckGroup[]; initiallyDone: readonly string[] };

/** A sample without a database: what is ticked is kept in this browser, per person, and nowhere else. */
export function Checklist({ personId, personName, groups, initiallyDone }: Props) {
  const [done, setDone] = useState<ReadonlySet<string>>(new Set(initiallyDone));
  const key = `onboarding:${personId}`;

  useEffect(() => {
    const kept = readKept(key);
    if (kept !== null) setDone(new Set(kept));
  }, [key]);

  function toggle(id: string) {
    const next = new Set(done);
    if (!next.delete(id)) next.add(id);
    setDone(next);
    try {
      localStorage.setItem(key, JSON.stringify([...next]));
    } catch {
      // Private windows may refuse: the tick then lasts as long as the page.
    }
  }

  const all = groups.flatMap((group) => group.items);
  const doneCount = all.filter((item) => done.has(item.id)).length;
  return (
    <>
      <div className={styles.summary}>
        <p role="status">
          {doneCount} of {count(all.length, "step")} done
        </p>
        <ProgressBar share={doneCount / all.length} label={`Progress of ${personName}`} />
      </div>
      {groups.map((group) => (
        <fieldset key={group.name} className={styles.group}>
          <legend>
            {group.name} <span className="note">{group.when}</span>
          </legend>
          <ul>
            {group.items.map((item) => (
              <li key={item.id}>
                <label className={styles.item}>
                  <input type="checkbox" checked={done.has(item.id)} onChange={() => toggle(item.id)} />
                  <span className={styles.words}>
                    <span className={styles.title}>{item.title}</span>
                    <span className="note">{item.detail}</span>
                  </span>
                  <span className={styles.aside}>
                    <span>{item.who}</span>
                    <span>{item.due}</span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      ))}
    </>
  );
}

function readKept(key: string): string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : null;
  } catch {
    return null;
  }
}
