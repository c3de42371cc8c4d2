/** Tests of the saved tables' reader. */
@NullMarked
package dev.lvs.tool.saved;

import org.jspecify.annotations.NullMarked;
