/** A page that nobody sees draws no frames: it is not waited for longer than this. */
const longestMs = 200;

/** Resolves when the browser begins its next frame. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(unseen);
      cancelAnimationFrame(frame);
      resolve();
    };
    const unseen = setTimeout(done, longestMs);
    const frame = requestAnimationFrame(done);
  });
}
