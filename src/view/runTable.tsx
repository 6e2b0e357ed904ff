import type { IRun } from '../model/runs';
import type { ITranslation } from '../model/translation';
import { bytesOrNot } from '../model/units';
import { createElement } from './element';

/** More rows than this are a burden to hear. */
const MAX_ROWS = 20;

/** The chart in words, for screen readers: one row a cell. */
export function RunTable(props: {
  runs: IRun[];
  trans: ITranslation;
}): JSX.Element {
  const { runs, trans } = props;
  return (
    <table className="dl-hidden">
      <caption>{trans.__('Memory by cell')}</caption>
      <thead>
        <tr>
          <th scope="col">{trans.__('cell')}</th>
          <th scope="col">{trans.__('start')}</th>
          <th scope="col">{trans.__('peak')}</th>
          <th scope="col">{trans.__('end')}</th>
        </tr>
      </thead>
      <tbody>
        {runs.slice(-MAX_ROWS).map(run => (
          <tr key={run.n}>
            <th scope="row">{run.label}</th>
            <td>{bytesOrNot(run.first, trans)}</td>
            <td>{bytesOrNot(run.peak, trans)}</td>
            <td>
              {run.running ? trans.__('running') : bytesOrNot(run.last, trans)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
