import { type ReactNode, useId } from "react";

/** A titled part of a page. `note` is a few words beside the title. */
export function Panel({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {note !== undefined && <p className="note">{note}</p>}
      </div>
      {children}
    </section>
  );
}
