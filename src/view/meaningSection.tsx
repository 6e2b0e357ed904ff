import * as React from 'react';
import type { IMemoryView } from '../model/memory';
import type { ITranslation } from '../model/translation';

/** One sentence for each number above; folded away. */
export function MeaningSection(props: {
  view: IMemoryView;
  trans: ITranslation;
}): JSX.Element {
  const { view, trans } = props;
  return (
    <details className="dl-Fold">
      <summary>{trans.__('What the numbers mean')}</summary>
      <dl className="dl-Meanings">
        {meanings(view, trans).map(([word, sentence]) => (
          <React.Fragment key={word}>
            <dt>{word}</dt>
            <dd>{sentence}</dd>
          </React.Fragment>
        ))}
      </dl>
    </details>
  );
}

type Meaning = [word: string, sentence: string];

function meanings(view: IMemoryView, trans: ITranslation): Meaning[] {
  const own =
    view.kind === 'process'
      ? processMeanings(trans)
      : acceleratorMeanings(view, trans);
  return [
    ...own,
    [
      trans.__('sampled peak'),
      trans.__(
        'The highest reading. Memory may have been higher between two readings, never lower: hence ≥.'
      )
    ],
    [
      trans.__('system memory available'),
      trans.__(
        'What the system could give to programs without pushing others out to disk, by its own estimate.'
      )
    ]
  ];
}

function processMeanings(trans: ITranslation): Meaning[] {
  return [
    [
      trans.__('this process'),
      trans.__(
        'All that the kernel’s process holds in RAM: Python, libraries, your data and your tensors.'
      )
    ]
  ];
}

function acceleratorMeanings(
  view: IMemoryView,
  trans: ITranslation
): Meaning[] {
  return [
    [
      trans.__('tensors'),
      trans.__('Memory of the tensors that are alive on the device.')
    ],
    ...view.parts.slice(1).map(part => partMeaning(part.key, trans)),
    ...view.marks.map(mark =>
      mark.key === 'recommended'
        ? recommendedMeaning(trans)
        : limitMeaning(trans)
    ),
    [
      trans.__('this process in RAM'),
      trans.__('What the kernel’s process holds in the machine’s own memory.')
    ]
  ];
}

function partMeaning(
  key: IMemoryView['parts'][number]['key'],
  trans: ITranslation
): Meaning {
  switch (key) {
    case 'metal':
      return metalMeaning(trans);
    case 'driver':
      return [
        trans.__('graphs and Metal'),
        trans.__(
          'What Metal holds for this process beside torch’s allocator: compiled graphs and its own buffers.'
        )
      ];
    default:
      return poolMeaning(trans);
  }
}

function metalMeaning(trans: ITranslation): Meaning {
  return [
    trans.__('torch pool and Metal'),
    trans.__(
      'What Metal holds for this process beyond your tensors: memory that torch keeps for reuse, and compiled graphs.'
    )
  ];
}

function poolMeaning(trans: ITranslation): Meaning {
  return [
    trans.__('kept by torch for reuse'),
    trans.__(
      'Memory of tensors that are gone. Torch keeps it, so that the next tensor need not ask the driver.'
    )
  ];
}

function recommendedMeaning(trans: ITranslation): Meaning {
  return [
    trans.__('recommended by Metal'),
    trans.__(
      'The size up to which Metal expects to work without slowing down. It is advice, not a wall.'
    )
  ];
}

function limitMeaning(trans: ITranslation): Meaning {
  return [
    trans.__('hard limit'),
    trans.__('Where torch refuses to allocate and raises an error.')
  ];
}
