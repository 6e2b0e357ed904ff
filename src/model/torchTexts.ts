import type { INotice } from './notice';
import type { IReport } from './protocol.generated';
import type { ITranslation } from './translation';

/**
 * What keeps torch from using an accelerator, as far as the facts alone go.
 *
 * @param report The facts.
 * @param trans The translation.
 * @returns What to say about torch; null when it has an accelerator.
 */
export function torchNotice(
  report: IReport,
  trans: ITranslation
): INotice | null {
  switch (report.torch.state) {
    case 'absent':
      return {
        what: trans.__('This kernel’s Python has no torch.'),
        why: trans.__('Another environment on this machine may have it.'),
        act: trans.__(
          'Run `%pip install torch` in a cell, or choose another kernel.'
        ),
        detail: null
      };
    case 'installed':
      return {
        what: trans.__('Run `import torch` in a cell to see the device.'),
        why: trans.__(
          'The panel never imports it for you: settings such as `PYTORCH_ENABLE_MPS_FALLBACK` must be set before.'
        ),
        act: null,
        detail: null
      };
    case 'importing':
      return {
        what: trans.__('A cell is importing torch.'),
        why: trans.__('The device is known when the import is done.'),
        act: null,
        detail: null
      };
    case 'broken':
      return {
        what: trans.__('`import torch` began and failed.'),
        why: trans.__(
          'A half-imported torch stays in the kernel until it restarts.'
        ),
        act: trans.__(
          'Restart the kernel, run `import torch` alone and read its last line.'
        ),
        detail: report.torch.error
      };
    case 'loaded':
      return report.device === 'cpu' ? cpuNotice(report, trans) : null;
  }
}

function cpuNotice(report: IReport, trans: ITranslation): INotice {
  const built = builtFor(report);
  const what = trans.__('PyTorch computes on the CPU here.');
  if (built.length > 0) {
    return notice(
      what,
      trans.__(
        'This torch is built for %1, but it found no such device it can use.',
        built.join(', ')
      )
    );
  }
  const states = Object.values(report.backends);
  return states.every(backend => backend.built === false)
    ? notice(
        what,
        trans.__('This torch was built without any accelerator backend.')
      )
    : notice(
        what,
        trans.__(
          'Which accelerators this torch was built for was not reported.'
        )
      );
}

function notice(what: string, why: string): INotice {
  return { what, why, act: null, detail: null };
}

/** Backends by the names that PyTorch gives them. */
function builtFor(report: IReport): string[] {
  const { mps, cuda, xpu } = report.backends;
  return [
    ...(mps.built ? ['mps'] : []),
    ...(cuda.built ? ['cuda'] : []),
    ...(xpu.built ? ['xpu'] : [])
  ];
}
