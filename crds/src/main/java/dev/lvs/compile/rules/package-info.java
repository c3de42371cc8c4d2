/**
 * Rules that one resource has to keep, independent of all others.
 *
 * <p>May import {@code resolve}, {@code problem} and {@code rights}. The decision in it: the CEL
 * rules of the CRDs are implemented here a second time, since a directory of manifests has no API
 * server, and a test keeps the two equivalent.
 */
@NullMarked
package dev.lvs.compile.rules;

import org.jspecify.annotations.NullMarked;
