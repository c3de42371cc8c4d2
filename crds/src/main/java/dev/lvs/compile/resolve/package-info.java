/**
 * Looks up every reference between resources; one that leads nowhere is data.
 *
 * <p>May import {@code dev.lvs.api}, {@code dev.lvs.net} and Fabric8's model of core resources. The
 * decision in it: nothing is validated here, and the compiler never looks a name up again.
 */
@NullMarked
package dev.lvs.compile.resolve;

import org.jspecify.annotations.NullMarked;
