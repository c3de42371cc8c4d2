/**
 * Entry point of the program {@code lvs}, above the daemon and the tools.
 *
 * <p>May import {@code agent.daemon}, {@code agent.log} and {@code tool.cli}. The decision in it:
 * which of the two is started is known by the first argument alone, so that a privileged process
 * that runs for months has not loaded parsers of other programs' configurations.
 */
@NullMarked
package dev.lvs.launch;

import org.jspecify.annotations.NullMarked;
