/** Other processes on this computer. */

/** Whether a process of this id lives. A number may have gone to another program since; it is a hint, not a proof. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
