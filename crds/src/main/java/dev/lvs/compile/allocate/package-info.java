/**
 * Who gets what only one can have, or only so much of: VIPs and ports, firewall marks, local
 * addresses, the share of a namespace.
 *
 * <p>May import {@code draft} and what that may. The decision in it: the plans in force are the
 * only memory. Whoever holds a thing by a right that still stands ({@link
 * dev.lvs.compile.allocate.HeldBefore}) keeps it; else the older resource comes first, then the
 * name.
 */
@NullMarked
package dev.lvs.compile.allocate;

import org.jspecify.annotations.NullMarked;
