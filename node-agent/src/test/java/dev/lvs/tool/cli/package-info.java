/** Tests of the commands, by what they print and how they end. */
@NullMarked
package dev.lvs.tool.cli;

import org.jspecify.annotations.NullMarked;
