import { findCause } from './diagnosis';
import type { IReport, ISample } from './protocol.generated';
import type { Shape } from './rules';
import type { HeadlineKey } from './texts.generated';
import type { ITranslation } from './translation';
import { formatCapacity } from './units';

/** As PyTorch writes it; `?` while it is not known. */
export type DeviceWord = 'mps' | 'cuda' | 'cpu' | 'xpu' | '?';

/** What the kernel's device is, in one line. */
export interface IDeviceVerdict {
  shape: Shape;
  headline: HeadlineKey;
  device: DeviceWord;
}

/**
 * @param report The facts, or null before they came.
 * @param sample The newest sample; it knows the device first when torch is imported while a cell runs.
 * @returns The facts as they stand by now.
 */
export function factsByNow(
  report: IReport | null,
  sample: ISample | null
): Partial<IReport> {
  const device = report?.device ?? acceleratorIn(sample);
  return { ...report, device };
}

/**
 * @param report The facts, or null before they came.
 * @param sample The newest sample.
 * @returns The verdict, by the cause that the diagnosis finds.
 */
export function deviceVerdict(
  report: IReport | null,
  sample: ISample | null = null
): IDeviceVerdict {
  const facts = factsByNow(report, sample);
  const { shape, headline } = findCause(facts);
  return { shape, headline, device: facts.device ?? '?' };
}

/**
 * What the machine is, leaving out what was not reported.
 *
 * @param report The facts.
 * @param trans The translation.
 * @returns Up to two lines: the hardware, the software.
 */
export function machineLines(report: IReport, trans: ITranslation): string[] {
  return [hardware(report, trans), software(report, trans)]
    .map(parts => parts.filter(part => part !== null && part !== ''))
    .filter(parts => parts.length > 0)
    .map(parts => parts.join(' · '));
}

/** A cell that runs may have imported torch; `cpu` in a sample alone does not prove that. */
function acceleratorIn(sample: ISample | null): ISample['mem']['device'] {
  const device = sample?.mem.device ?? null;
  return device === 'cpu' ? null : device;
}

function hardware(report: IReport, trans: ITranslation): (string | null)[] {
  const { chip, sim, memory_total } = report;
  const name = chip.name === null ? null : shortName(chip.name);
  return [
    name !== null && sim ? trans.__('%1 (simulated)', name) : name,
    processors(report, trans),
    ...accelerator(report, trans),
    memory_total === null ? null : formatCapacity(memory_total)
  ];
}

/** Without what is not part of the name. */
function shortName(name: string): string {
  return name
    .replace(/^Apple (?=M\d)/, '')
    .replace(/\((R|TM)\)/g, '')
    .replace(/ \(simulated\)$/, '');
}

function processors(report: IReport, trans: ITranslation): string | null {
  const { cores, threads } = report.chip;
  if (cores.length > 0) {
    return cores.map(kind => `${kind.count}${initial(kind.name)}`).join(' + ');
  }
  return threads === null
    ? null
    : trans._n('%1 thread', '%1 threads', threads, threads);
}

function initial(name: string): string {
  return name.charAt(0).toUpperCase();
}

function accelerator(report: IReport, trans: ITranslation): (string | null)[] {
  const { accelerator, chip } = report;
  if (!accelerator) {
    return [];
  }
  const { name, cores, memory } = accelerator;
  // The GPU of a Mac has the name of its chip: say it once.
  const own = name === chip.name ? null : name;
  const size = memory === null ? null : formatCapacity(memory);
  return [
    own !== null && size !== null
      ? trans.__('%1 with %2', own, size)
      : (own ?? size),
    cores === null
      ? null
      : trans._n('%1 GPU core', '%1 GPU cores', cores, cores)
  ];
}

function software(report: IReport, trans: ITranslation): (string | null)[] {
  const { os, torch, python } = report;
  // An Intel build of Python runs on every Mac, but it is worth a word.
  const built =
    os.system === 'Darwin' && python.machine === 'x86_64'
      ? `${python.version} ${python.machine}`
      : python.version;
  return [
    os.label,
    torch.version === null ? null : trans.__('torch %1', torch.version),
    python.version === '' ? null : trans.__('Python %1', built)
  ];
}
