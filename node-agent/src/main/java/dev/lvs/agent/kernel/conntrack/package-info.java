/**
 * The connections that conntrack knows.
 *
 * <p>May import {@code object}, {@code model}, {@code netlink} with {@code netlink.conntrack}, and
 * the kinds whose changes leave connections behind. The decision in it: there may be a million, so
 * they are read one by one and never kept in memory.
 */
@NullMarked
package dev.lvs.agent.kernel.conntrack;

import org.jspecify.annotations.NullMarked;
