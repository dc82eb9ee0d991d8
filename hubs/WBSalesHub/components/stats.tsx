export type Stat = { label: string; value: string; note: string };

/** The few figures that a page is opened for. */
export function Stats({ items }: { items: readonly Stat[] }) {
  return (
    <dl className="stats">
      {items.map((item) => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd className="figure">{item.value}</dd>
          <dd className="note">{item.note}</dd>
        </div>
      ))}
    </dl>
  );
}
