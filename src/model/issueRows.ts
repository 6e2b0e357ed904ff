import type { Facts } from './conditions';
import { fact } from './conditions';

/** A name and its value, in English. */
export type Row = [name: string, value: string];

const UNKNOWN = 'not reported';
const BACKENDS: Row[] = [
  ['mps', 'MPS (Apple GPU)'],
  ['cuda', 'CUDA (NVIDIA GPU)'],
  ['xpu', 'XPU (Intel GPU)']
];
const STATES: Record<string, string> = {
  absent: 'not installed',
  installed: 'installed, not imported',
  importing: 'being imported',
  broken: "can't be imported"
};
const UNITS: [string, number][] = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10]
];

/**
 * What `fact_rows` of devicelab/diagnosis/facts.py gives, without the variables.
 *
 * @param facts A report.
 * @returns What the machine, the system and torch are.
 */
export function factRows(facts: Facts): Row[] {
  const driver = fact(facts, 'cuda.driver');
  return [
    ['machine', machine(facts)],
    ['system', system(facts)],
    ['python', text(facts, 'python.version')],
    ['torch', torch(facts)],
    ...BACKENDS.map(([key, name]): Row => [name, backend(facts, key)]),
    ...gpus(facts).map((name): Row => ['GPU', name]),
    ...(driver === null ? [] : [['NVIDIA driver', String(driver)] as Row])
  ];
}

/**
 * @param facts A report.
 * @returns The limits of memory that can stop a cell, the widest first.
 */
export function limitRows(facts: Facts): Row[] {
  const known = (name: string, path: string): Row[] =>
    fact(facts, path) === null ? [] : [[name, bytes(facts, path)]];
  const own: Row[] =
    fact(facts, 'device') === 'mps'
      ? [
          ["torch's hard limit", bytes(facts, 'mps.limit')],
          ['recommended by Metal', bytes(facts, 'mps.recommended')],
          ['largest single buffer', bytes(facts, 'mps.largest_buffer')]
        ]
      : [];
  return [
    ['machine memory', bytes(facts, 'memory_total')],
    ...known('container limit', 'host.memory_limit'),
    ...known('GPU memory', 'accelerator.memory'),
    ...own
  ];
}

function bytes(facts: Facts, path: string): string {
  const size = fact(facts, path);
  if (typeof size !== 'number' || size < 0) {
    return UNKNOWN;
  }
  const unit = UNITS.find(([, scale]) => size >= scale);
  return unit ? `${(size / unit[1]).toFixed(1)} ${unit[0]}` : `${size} bytes`;
}

function text(facts: Facts, path: string): string {
  const value = fact(facts, path);
  return value === null ? UNKNOWN : String(value);
}

function joined(...parts: string[]): string {
  return parts.filter(part => part !== '').join(', ') || UNKNOWN;
}

function machine(facts: Facts): string {
  const gpu = fact(facts, 'host.gpu_cores') || fact(facts, 'accelerator.cores');
  const name = fact(facts, 'chip.name');
  return joined(
    name === null ? '' : String(name),
    cores(facts),
    gpu ? `${gpu} GPU cores` : '',
    fact(facts, 'memory_total') ? bytes(facts, 'memory_total') : ''
  );
}

function cores(facts: Facts): string {
  const listed = fact(facts, 'chip.cores');
  const kinds = Array.isArray(listed) ? (listed as Facts[]) : [];
  if (kinds.length > 0) {
    const parts = kinds.map(({ count, name }) => `${count} ${name}`);
    return `${parts.join(' + ')} cores`;
  }
  const threads = fact(facts, 'chip.threads');
  return threads ? `${threads} threads` : '';
}

function system(facts: Facts): string {
  const label = fact(facts, 'os.label');
  const built = fact(facts, 'python.machine');
  const name = label && built ? `${label} (${built})` : String(label ?? '');
  return joined(
    name,
    fact(facts, 'host.virtual') ? 'virtual machine' : '',
    fact(facts, 'host.container') ? 'container' : ''
  );
}

function torch(facts: Facts): string {
  const state = String(fact(facts, 'torch.state'));
  return joined(
    String(fact(facts, 'torch.version') ?? ''),
    STATES[state] ?? ''
  );
}

function backend(facts: Facts, name: string): string {
  const built = fact(facts, `backends.${name}.built`);
  if (built === null) {
    return UNKNOWN;
  }
  if (!built) {
    return 'not in this torch build';
  }
  const available = fact(facts, `backends.${name}.available`);
  if (available === null) {
    return 'in this build';
  }
  return available ? 'available' : 'in this build, but no device to use';
}

function gpus(facts: Facts): string[] {
  const listed = fact(facts, 'cuda.devices');
  const devices = Array.isArray(listed) ? (listed as Facts[]) : [];
  const names = devices
    .filter(({ name }) => name)
    .map(({ name }) => String(name));
  const own = fact(facts, 'accelerator.name');
  return names.length > 0 ? names : own ? [String(own)] : [];
}
