/** Tests of plans in parts. */
@NullMarked
package dev.lvs.parts;

import org.jspecify.annotations.NullMarked;
