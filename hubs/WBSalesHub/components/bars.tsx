export type Bar = { label: string; value: number; text: string; note?: string };

/** Amounts compared by length; the words carry the figures, so the drawing itself is hidden from screen readers. */
export function Bars({ items }: { items: readonly Bar[] }) {
  const longest = Math.max(1, ...items.map((item) => item.value));
  return (
    <ul className="bars">
      {items.map((item) => {
        const width = `${Math.max(1, Math.round((item.value / longest) * 100))}%`;
        return (
          <li key={item.label}>
            <span className="bar-label">{item.label}</span>
            <span className="bar-text">
              {item.text}
              {item.note !== undefined && <span className="note"> · {item.note}</span>}
            </span>
            <svg className="bar" aria-hidden="true" width="100%" height="8">
              <rect className="bar-track" width="100%" height="8" rx="4" />
              <rect className="bar-fill" width={width} height="8" rx="4" />
            </svg>
          </li>
        );
      })}
    </ul>
  );
}
