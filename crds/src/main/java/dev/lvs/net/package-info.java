/**
 * IP addresses as values: parsed, compared and printed without ever asking a resolver.
 *
 * <p>May import nothing but the JDK. The decision in it: an address is two longs and a family, so
 * that a table of a hundred thousand of them stays small and cheap to compare.
 */
@NullMarked
package dev.lvs.net;

import org.jspecify.annotations.NullMarked;
