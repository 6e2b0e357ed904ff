import type { Dtype, IFitQuestion, Use } from '../model/fit';
import { DTYPES, USES, parseCount } from '../model/fit';
import type { ITranslation } from '../model/translation';
import { createElement } from './element';

const MIB = 2 ** 20;

/** What stands in the form, as typed. */
export interface IFitForm {
  parameters: string;
  dtype: Dtype;
  use: Use;
  /** MiB. */
  perSample: string;
  batch: string;
}

/** ResNet-50, as it is trained most often. */
export const FIRST_FORM: IFitForm = {
  parameters: '25.6M',
  dtype: 'float32',
  use: 'adam',
  perSample: '',
  batch: '64'
};

/** @returns What the form asks; null where the number of parameters is none. */
export function readForm(form: IFitForm): IFitQuestion | null {
  const { dtype, use } = form;
  const parameters = parseCount(form.parameters);
  const perSample = parseCount(form.perSample);
  return parameters === null
    ? null
    : {
        parameters,
        dtype,
        use,
        perSample: perSample === null ? null : perSample * MIB,
        batch: parseCount(form.batch) ?? 1
      };
}

/** The fields of the question whether a model fits. */
export function FitForm(props: {
  form: IFitForm;
  set: (form: IFitForm) => void;
  trans: ITranslation;
}): JSX.Element {
  const { form, set, trans } = props;
  const text = (key: 'parameters' | 'perSample' | 'batch') => ({
    value: form[key],
    set: (value: string) => set({ ...form, [key]: value })
  });
  return (
    <div className="dl-Fit">
      <Field label={trans.__('parameters')} {...text('parameters')} />
      <Choice
        label={trans.__('stored as')}
        value={form.dtype}
        options={Object.keys(DTYPES).map(name => [name, name])}
        set={name => set({ ...form, dtype: name as Dtype })}
      />
      <Choice
        label={trans.__('for')}
        value={form.use}
        options={Object.keys(USES).map(name => [
          name,
          useText(name as Use, trans)
        ])}
        set={name => set({ ...form, use: name as Use })}
      />
      <Field label={trans.__('MiB a sample keeps')} {...text('perSample')} />
      <Field label={trans.__('batch')} {...text('batch')} />
    </div>
  );
}

function useText(use: Use, trans: ITranslation): string {
  const texts: Record<Use, string> = {
    inference: trans.__('running it'),
    sgd: trans.__('training, SGD'),
    momentum: trans.__('training, SGD with momentum'),
    adam: trans.__('training, Adam')
  };
  return texts[use];
}

interface IFieldProps {
  label: string;
  value: string;
  set: (value: string) => void;
}

function Field(props: IFieldProps): JSX.Element {
  return (
    <label>
      <span>{props.label}</span>
      <input
        type="text"
        inputMode="decimal"
        maxLength={20}
        value={props.value}
        onChange={event => props.set(event.target.value)}
      />
    </label>
  );
}

function Choice(
  props: IFieldProps & { options: [value: string, text: string][] }
): JSX.Element {
  return (
    <label>
      <span>{props.label}</span>
      <select
        value={props.value}
        onChange={event => props.set(event.target.value)}
      >
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
