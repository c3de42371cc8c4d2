/** Tests of the saved tables' reader. */
@NullMarked
package dev.lvs.agent.saved;

import org.jspecify.annotations.NullMarked;
