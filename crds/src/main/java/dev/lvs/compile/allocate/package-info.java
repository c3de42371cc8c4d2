/**
 * Allocates what is exclusive or limited: VIPs and ports, firewall marks, local addresses, the
 * quota of a namespace.
 *
 * <p>May import {@code draft} and what that may. The decision in it: the plans in force are the
 * only memory. A resource keeps what it holds as long as its right is granted ({@link
 * dev.lvs.compile.allocate.HeldBefore}); else the older resource comes first, then the name.
 */
@NullMarked
package dev.lvs.compile.allocate;

import org.jspecify.annotations.NullMarked;
