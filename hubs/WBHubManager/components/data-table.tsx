import type { ReactNode } from "react";

export type Column<Row> = { header: string; cell: (row: Row) => ReactNode; align?: "end" };

type Props<Row> = { caption: string; columns: readonly Column<Row>[]; rows: readonly Row[]; rowKey: (row: Row) => string };

/** The first column names the row. On a narrow screen each row becomes a card, so the roles are spelled out: `display` would drop them. */
export function DataTable<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  const [first, ...others] = columns;
  if (first === undefined) return null;
  return (
    <table className="table" role="table">
      <caption className="unseen">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.header} scope="col" role="columnheader" className={column.align}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            <th scope="row" role="rowheader">
              {first.cell(row)}
            </th>
            {others.map((column) => (
              <td key={column.header} role="cell" className={column.align} data-label={column.header}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
