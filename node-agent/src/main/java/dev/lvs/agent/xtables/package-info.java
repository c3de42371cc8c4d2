/**
 * The tables of x_tables as the kernel gives them: bytes to values.
 *
 * <p>May import {@code model}, {@code dev.lvs.net} and {@code dev.lvs.ipvs}. The decision in it:
 * the packets that a rule accepts are known only where it matches nothing but addresses, protocol
 * and ports; all others are unknown.
 */
@NullMarked
package dev.lvs.agent.xtables;

import org.jspecify.annotations.NullMarked;
