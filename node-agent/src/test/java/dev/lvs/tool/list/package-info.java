/** Tests of the lines and lists, and a reader of such lines for the tests of others. */
@NullMarked
package dev.lvs.tool.list;

import org.jspecify.annotations.NullMarked;
