/**
 * IP addresses as values: parsed, compared and printed without ever asking a resolver.
 *
 * <p>May import nothing but the JDK and Jackson's annotations, by which an address is one text in
 * resources. The decision in it: an address is two longs and a family, so that a table of a hundred
 * thousand of them stays small and cheap to compare.
 */
@NullMarked
package dev.lvs.net;

import org.jspecify.annotations.NullMarked;
