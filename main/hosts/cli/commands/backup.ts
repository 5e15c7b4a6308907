/** `bramble backup`, `restore` and `undo`: the files of a board kept on this computer, and put back. */
import type { Command } from 'commander';
import { withBoardFiles } from '../board-command.ts';
import type { CommandContext } from '../context.ts';

export function addBackupCommands(program: Command, context: CommandContext): void {
  addBackup(program, context);
  addRestore(program, context);
  addUndo(program, context);
}

function addBackup(program: Command, context: CommandContext): void {
  const command = program
    .command('backup')
    .summary('keep all files of the board in a tar archive')
    .description('Keep all files of the board in a tar archive on this computer.')
    .argument('<file>', 'the archive to write, such as board.tar')
    .addHelpText('after', '\nExample:\n  bramble backup board.tar');
  command.action(async (file: string) => {
    const { backUpBoard } = await import('../../../services/backup/board-backup.ts');
    const { writeComputerFile } = await import('../files/computer-files.ts');
    const { filesInWords, sizeForPeople } = await import('../files/listing.ts');
    await withBoardFiles(command, context, async (files, { signal }) => {
      const { tar, fileCount } = await backUpBoard(files, { signal, onProgress: progress('reading', context) });
      await writeComputerFile(file, tar);
      context.output.note(`${file}  ${filesInWords(fileCount)}, ${sizeForPeople(tar.length)}\n`);
    });
  });
}

function addRestore(program: Command, context: CommandContext): void {
  const command = program
    .command('restore')
    .summary('put the files of a tar archive back on the board')
    .description('Put the files of a tar archive back on the board. All of them become visible together.')
    .argument('<file>', 'an archive, such as "bramble backup" writes')
    .option('--delete', 'remove from the board what the archive does not have')
    .addHelpText('after', '\nExamples:\n  bramble restore board.tar\n  bramble restore board.tar --delete');
  command.action(async (file: string, options: { delete?: true }) => {
    const { restoreBoard } = await import('../../../services/backup/board-backup.ts');
    const { readComputerFile } = await import('../files/computer-files.ts');
    const { changesInWords, foldersInWords, sameInWords } = await import('../files/listing.ts');
    const { snapshotsOf } = await import('../files/snapshots.ts');
    const tar = await readComputerFile(file);
    await withBoardFiles(command, context, async (files, { session, signal }) => {
      const plan = await restoreBoard(files, tar, {
        remove: options.delete === true,
        signal,
        onProgress: progress('sending', context),
        beforeChange: (change) => snapshotsOf(context).take({ session, files }, change, { signal }),
      });
      const sent = plan.send.filter(({ kind }) => kind === 'file').length;
      const changes = changesInWords([
        [sent, 'restored'],
        [plan.remove.length, 'removed'],
      ]);
      const same = plan.unchanged === 0 ? [] : [sameInWords(plan.unchanged)];
      // Files tell of the folders that they are in.
      const done = changes === '' && plan.send.length > 0 ? `${foldersInWords(plan.send.length)} made` : changes;
      const found = done === '' ? ['Nothing to restore', ...same].join(': ') : [done, ...same].join('; ');
      context.output.note(`${found}.\n`);
    });
  });
}

function addUndo(program: Command, context: CommandContext): void {
  const command = program
    .command('undo')
    .summary('take the last sync or restore of this board back')
    .description(
      'Take the last sync or restore back: files that it replaced or removed return, those that it added go.',
    )
    .addHelpText('after', '\nSaid again, it goes one sync further back, at most twenty.\n\nExample:\n  bramble undo');
  command.action(async () => {
    const { changesInWords } = await import('../files/listing.ts');
    const { snapshotsOf } = await import('../files/snapshots.ts');
    await withBoardFiles(command, context, async (files, { session, signal }) => {
      const options = { signal, onProgress: progress('sending', context) };
      const { takenAt, restored, removed } = await snapshotsOf(context).undo({ session, files }, options);
      const when = takenAt.toLocaleString('sv-SE');
      const changes = changesInWords([
        [restored, 'restored'],
        [removed, 'removed'],
      ]);
      context.output.note(`Took back the change of ${when}: ${changes || 'nothing was there to change'}.\n`);
    });
  });
}

function progress(what: string, { output }: CommandContext) {
  return (doneBytes: number, totalBytes: number) => {
    if (totalBytes > 0) output.progress(`${what} ${Math.floor((doneBytes / totalBytes) * 100)} %`);
  };
}
