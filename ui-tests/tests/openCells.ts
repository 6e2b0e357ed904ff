import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A cell that lasts until the test ends it, however fast or slow the machine is. */
export interface IOpenCell {
  code: string;
  end(): void;
}

/**
 * A cell that keeps Python busy.
 *
 * @param step What it does over and over.
 */
export function busyCell(step = 'sum(range(2000))'): IOpenCell {
  const flag = freshPath();
  const path = JSON.stringify(flag);
  return {
    // It may be run again: what has ended it once is taken away.
    code: `import os\nwhile not os.path.exists(${path}):\n    ${step}\nos.remove(${path})`,
    end: () => writeFileSync(flag, '')
  };
}

/** A cell inside one native call that does not let go of the interpreter: it reads from a pipe. */
export function heldCell(): IOpenCell & { remove(): void } {
  const pipe = freshPath();
  execFileSync('mkfifo', [pipe]);
  return {
    code: [
      'import ctypes, os',
      `pipe = os.open(${JSON.stringify(pipe)}, os.O_RDWR)`,
      'ctypes.PyDLL(None).read(pipe, ctypes.create_string_buffer(1), 1)',
      'os.close(pipe)'
    ].join('\n'),
    end: () => writeFileSync(pipe, '.'),
    remove: () => rmSync(pipe)
  };
}

const freshPath = (): string => join(tmpdir(), `devicelab-end-${randomUUID()}`);
