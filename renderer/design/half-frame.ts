/** What is shown by then is in the frame that comes, and what is asked for at its beginning only in the one after it. */
const halfMs = 8;

/** Resolves when the browser begins its next frame, or after half of one. A page that nobody sees is told as rarely as the browser likes. */
export function halfFrame(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(half);
      cancelAnimationFrame(frame);
      resolve();
    };
    const half = setTimeout(done, halfMs);
    const frame = requestAnimationFrame(done);
  });
}
