/** Whatever has changed, somebody looks soon: calls close together are one. */
export class Alarm {
  private isRung = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.isRung = true;
    this.wake?.();
  }

  /** Until it rings, the time is over or the signal comes. @param milliseconds at most */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.isRung && !signal.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        const end = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          resolve();
        };
        this.wake = end;
        signal.addEventListener('abort', end, { once: true });
      });
    this.wake = undefined;
    this.isRung = false;
  }
}
