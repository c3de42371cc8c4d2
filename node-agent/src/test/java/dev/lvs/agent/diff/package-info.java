/** Tests of the diff: tables that are read from left to right, and laws that hold for any state. */
@NullMarked
package dev.lvs.agent.diff;

import org.jspecify.annotations.NullMarked;
