/** What the commands that take a query say of it. */

export const queryHelp = `
A query: words that all must stand in message, host or app, in whatever case; beginning*; "exact phrase"; -not; one OR other; (groups);
/regex/; severity>=warning, host:pico-*, app:wifi, after:10m, before:2026-11-22T10:00, has:raw, text:part. Put it in single quotes,
so that the shell leaves it as it is; one that begins with a minus goes behind two: -- '-retry'.
`;
