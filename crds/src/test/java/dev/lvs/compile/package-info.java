/** Tests of resolve and compile: golden folders, one line per rule, and properties. */
@NullMarked
package dev.lvs.compile;

import org.jspecify.annotations.NullMarked;
