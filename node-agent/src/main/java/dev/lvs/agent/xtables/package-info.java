/**
 * The tables of x_tables as the kernel gives them: bytes to values.
 *
 * <p>May import {@code model}, {@code dev.lvs.net} and {@code dev.lvs.ipvs}. The decision in it:
 * what a rule accepts is told only where it names nothing but addresses, protocol and ports; all
 * else is not known.
 */
@NullMarked
package dev.lvs.agent.xtables;

import org.jspecify.annotations.NullMarked;
