import type { Kernel } from '@jupyterlab/services';

/** Longest text of a kernel's error that is kept. */
const MAX_DETAIL = 300;

/**
 * Evaluate expressions in a kernel by one silent request: no prompt number
 * moves, and no name lands in the learner's namespace.
 *
 * @param kernel The notebook's own connection.
 * @param expressions Python expressions by name, evaluated in order.
 * @returns The content of the reply, as yet untrusted. It says `ok` even when an
 * expression failed, so it is each expression's own status that counts.
 * @throws When the kernel restarts or goes away first.
 */
export async function evaluate(
  kernel: Kernel.IKernelConnection,
  expressions: Record<string, string>
): Promise<unknown> {
  const reply = await onMainShell(kernel, () =>
    kernel.requestExecute({
      code: '',
      silent: true,
      store_history: false,
      allow_stdin: false,
      stop_on_error: false,
      user_expressions: expressions
    })
  ).done;
  return reply.content;
}

/**
 * Send on the main shell, whatever subshell another extension has set on this
 * connection: an id that died with its kernel is not answered at all by
 * ipykernel up to 7.3. JupyterLab before 4.4 knows no subshells.
 */
function onMainShell<T>(kernel: Kernel.IKernelConnection, send: () => T): T {
  if (!kernel.subshellId) {
    return send();
  }
  const theirs = kernel.subshellId;
  kernel.subshellId = null;
  try {
    return send();
  } finally {
    kernel.subshellId = theirs;
  }
}

/** A kernel's error in one line, or null where it gave none. */
export function errorText(name: unknown, value: unknown): string | null {
  const parts = [name, value].filter(part => typeof part === 'string');
  return parts.length ? parts.join(': ').slice(0, MAX_DETAIL) : null;
}

/** A field of what may be anything. */
export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
