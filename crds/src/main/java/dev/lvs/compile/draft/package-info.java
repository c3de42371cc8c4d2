/**
 * VirtualServices worked out one by one: which entries of the IPVS table they come to, with which
 * destinations, and what they need for that of what others may want too.
 *
 * <p>May import {@code resolve}, {@code problem}, {@code rights} and {@code rules}. The decision in
 * it: a draft is the same on every director, and knows nothing of other services but their VIPs.
 */
@NullMarked
package dev.lvs.compile.draft;

import org.jspecify.annotations.NullMarked;
