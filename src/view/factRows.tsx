import type * as React from 'react';
import { createElement, Fragment } from './element';
import { Elided } from './elided';

/** One fact: a key among its like, its name, and what it is. */
export type FactRow = [key: string, name: React.ReactNode, value: string];

/** Facts as rows of a table, each value on one line. */
export function FactRows(props: { rows: readonly FactRow[] }): JSX.Element {
  return (
    <>
      {props.rows.map(([key, name, value]) => (
        <tr key={key}>
          <th scope="row">{name}</th>
          <td className="dl-Table-words">
            <Elided text={value} />
          </td>
        </tr>
      ))}
    </>
  );
}
