@rem On Windows, "exec node ..." in an npm script runs this file, which runs the rest. Elsewhere exec is the shell's own:
@rem node takes the shell's place, so that signals sent to npm reach it. See docs/decisions/0007-npm-scripts-exec-node.md.
@%*
