/**
 * Compiles VirtualServices one by one: to which entries of the IPVS table, with which destinations,
 * and which claims they make for that.
 *
 * <p>May import {@code resolve}, {@code problem}, {@code rights} and {@code rules}. The decision in
 * it: a draft is the same on every director, and knows nothing of other services but their VIPs.
 */
@NullMarked
package dev.lvs.compile.draft;

import org.jspecify.annotations.NullMarked;
