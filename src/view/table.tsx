import type * as React from 'react';
import { createElement } from './element';

/** The name of a row, and its value in each column. */
export type Row = [name: React.ReactNode, ...values: React.ReactNode[]];

/** Values in columns, each row under a name. */
export function Table(props: {
  label: string;
  rows: Row[];
  /** What stands above each column, the names' included; '' is nothing. */
  columns?: string[];
  className?: string;
}): JSX.Element {
  const { label, rows, columns, className = 'dl-Table' } = props;
  return (
    <table className={className} aria-label={label}>
      {columns && (
        <thead>
          <tr>
            {columns.map((text, i) =>
              text === '' ? (
                <td key={i} />
              ) : (
                <th scope="col" key={i}>
                  {text}
                </th>
              )
            )}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map(([name, ...values], i) => (
          <tr key={i}>
            <th scope="row">{name}</th>
            {values.map((value, j) => (
              <td key={j}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
