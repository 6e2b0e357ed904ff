import type { IRun } from '../model/runs';
import { peakText } from '../model/runText';
import type { ITranslation } from '../model/translation';
import { formatSeconds } from '../model/units';
import { createElement } from './element';
import { Section } from './section';
import { Table } from './table';

/** What ran in the kernel before it restarted, as a shadow of its numbers. */
export function GhostSection(props: {
  runs: readonly IRun[];
  trans: ITranslation;
}): JSX.Element | null {
  const { runs, trans } = props;
  if (runs.length === 0) {
    return null;
  }
  return (
    <Section id="ghosts" title={trans.__('Before the restart')} stale={true}>
      <Table
        className="dl-Ghosts"
        label={trans.__('Before the restart')}
        rows={runs.map(run => [
          trans.__('Cell %1', run.label),
          formatSeconds(run.seconds),
          trans.__('peak %1', peakText(run, trans))
        ])}
      />
    </Section>
  );
}
