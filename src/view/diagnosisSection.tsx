import type { IDiagnosis, IEvidence } from '../model/diagnosis';
import type { ITranslation } from '../model/translation';
import { Command } from './command';
import { createElement } from './element';
import { Prose } from './prose';

/** Why the device is as it is: what was seen, what it means, what to do. */
export function DiagnosisSection(props: {
  diagnosis: IDiagnosis;
  trans: ITranslation;
}): JSX.Element {
  const { diagnosis, trans } = props;
  const { cause, what, why, act, command, evidence } = diagnosis;
  return (
    <section className="dl-Section dl-Diagnosis" data-cause={cause.code}>
      {cause.headline === 'cpu-only' && (
        <h3 className="dl-Section-title">
          {trans.__('Why the GPU is not used')}
        </h3>
      )}
      <p>
        <strong>
          <Prose text={what} />
        </strong>{' '}
        <Prose text={why} />
      </p>
      {evidence.length > 0 && <Seen evidence={evidence} trans={trans} />}
      {act !== null && (
        <p>
          <Prose text={act} />
        </p>
      )}
      {command && <Command command={command} trans={trans} />}
    </section>
  );
}

function Seen(props: {
  evidence: IEvidence[];
  trans: ITranslation;
}): JSX.Element {
  const { evidence, trans } = props;
  return (
    <dl className="dl-Evidence" aria-label={trans.__('What was seen')}>
      {evidence.map(({ name, value }) => (
        <div className="dl-Evidence-row" key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
