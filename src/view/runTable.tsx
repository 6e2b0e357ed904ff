import type { IRun } from '../model/runs';
import type { ITranslation } from '../model/translation';
import { bytesOrNot } from '../model/units';
import { createElement } from './element';
import { Table } from './table';

/** More rows than this are a burden to hear. */
const MAX_ROWS = 20;

/** The chart in words, for screen readers: one row a cell. */
export function RunTable(props: {
  runs: IRun[];
  trans: ITranslation;
}): JSX.Element {
  const { runs, trans } = props;
  return (
    <Table
      className="dl-hidden"
      label={trans.__('Memory by cell')}
      columns={[
        trans.__('cell'),
        trans.__('start'),
        trans.__('peak'),
        trans.__('end')
      ]}
      rows={runs
        .slice(-MAX_ROWS)
        .map(run => [
          run.label,
          bytesOrNot(run.first, trans),
          bytesOrNot(run.peak, trans),
          run.running ? trans.__('running') : bytesOrNot(run.last, trans)
        ])}
    />
  );
}
