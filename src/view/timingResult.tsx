import type { ITiming } from '../model/protocol.generated';
import { formatDuration, ratioText } from '../model/timing';
import type { ITranslation } from '../model/translation';
import { createElement, Fragment } from './element';
import { Table } from './table';

type Row = ITiming['rows'][number];

/** What a second of the same work on two devices gave. */
export function TimingResult(props: {
  timing: ITiming;
  trans: ITranslation;
}): JSX.Element {
  const { timing, trans } = props;
  const { pair } = timing;
  if (timing.status !== 'compared' || pair === null) {
    return <p className="dl-Actions-remark">{noTimingText(timing, trans)}</p>;
  }
  return (
    <div className="dl-Result">
      <Table
        label={trans.__('Matrix products')}
        columns={[
          trans.__('n × n'),
          ...pair.map(who => whoText(who, timing.threads, trans))
        ]}
        rows={timing.rows.map(({ side, first, second }) => [
          side,
          formatDuration(first),
          formatDuration(second)
        ])}
      />
      {timing.rows.map(row => (
        <p className="dl-Actions-remark" key={row.side}>
          <Verdict row={row} pair={pair} trans={trans} />
        </p>
      ))}
    </div>
  );
}

function Verdict(props: {
  row: Row;
  pair: string[];
  trans: ITranslation;
}): JSX.Element {
  const { row, pair, trans } = props;
  const { word, range } = ratioText(row, pair, trans);
  return (
    <>
      <strong>{trans.__('n = %1: %2.', row.side, word)}</strong> {range}
    </>
  );
}

function whoText(
  who: string,
  threads: number | null,
  trans: ITranslation
): string {
  switch (who) {
    case 'one':
      return trans.__('1 thread');
    case 'all':
      return trans._n('%1 thread', '%1 threads', threads ?? 2, threads ?? 2);
    default:
      return who;
  }
}

function noTimingText(timing: ITiming, trans: ITranslation): string {
  switch (timing.reason) {
    case 'simulated':
      return trans.__(
        'A simulated Mac computes on this machine’s CPU: its speed says nothing about a Mac, so it is not timed.'
      );
    case 'failed':
      return trans.__('The timing failed in torch: %1', timing.detail ?? '');
    default:
      return trans.__(
        'There is nothing to compare: torch has one device here, and one thread.'
      );
  }
}
